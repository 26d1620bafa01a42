import { AppError } from '../errors.ts';
import { type Method, methods, type Route } from './router.ts';

/** Areas of the API, by the first part of their paths, without a single played route. */
const areas = `
access_control_policies audit_logs brand cloud cluster compliance content_flagging custom_profile_attributes
data_retention drafts elasticsearch exports groups hosted_customer image imports ip_filtering jobs ldap limits
oauth permissions plugins remotecluster reports roles saml schemes sharedchannels terms_of_service
upgrade_to_enterprise uploads usage
`;

/** Routes of a real 11.1 that are not played, in areas where other routes are. */
const routes = `
POST /actions/dialogs/lookup
GET /analytics/old
GET /audits
POST /bots/:bot_user_id/assign/:user_id
POST /bots/:bot_user_id/convert_to_user
POST /caches/invalidate
GET /channels
PUT /channels/:channel_id
GET /channels/:channel_id/access_control/attributes
GET,POST /channels/:channel_id/bookmarks
DELETE,PATCH /channels/:channel_id/bookmarks/:bookmark_id
POST /channels/:channel_id/bookmarks/:bookmark_id/sort_order
GET /channels/:channel_id/common_teams
POST /channels/:channel_id/convert_to_channel
GET /channels/:channel_id/member_counts_by_group
PUT /channels/:channel_id/members/:user_id/notify_props
PUT /channels/:channel_id/members/:user_id/roles
PUT /channels/:channel_id/members/:user_id/schemeRoles
GET /channels/:channel_id/members_minus_group_members
GET /channels/:channel_id/moderations
PUT /channels/:channel_id/moderations/patch
POST /channels/:channel_id/move
PUT /channels/:channel_id/privacy
PUT /channels/:channel_id/scheme
GET /channels/:channel_id/timezones
POST /channels/group/search
POST /channels/members/:user_id/mark_read
POST /channels/search
POST /channels/stats/member_count
POST /client_perf
GET,PUT /config
GET /config/environment
PUT /config/patch
POST /config/reload
POST /database/recycle
POST /email/test
POST /file/s3_test
POST /files/search
GET /latest_version
DELETE,POST /license
GET /license/load_metric
GET,POST /logs
GET /logs/download
POST /logs/query
POST /notifications/ack
POST /notifications/test
GET /posts/:post_id/edit_history
GET /posts/:post_id/info
POST /posts/:post_id/move
POST /posts/:post_id/restore/:restore_version_id
POST /posts/schedule
DELETE,PUT /posts/schedule/:scheduled_post_id
GET /posts/scheduled/team/:team_id
GET /redirect_location
POST /restart
DELETE,GET,POST /server_busy
POST /site_url/test
GET /system/notices/:team_id
PUT /system/notices/view
GET,POST /system/onboarding/complete
GET /system/schema/version
GET /system/support_packet
GET /system/timezones
GET /teams
DELETE,PUT /teams/:team_id
GET /teams/:team_id/channels/deleted
POST /teams/:team_id/channels/ids
GET /teams/:team_id/channels/private
GET /teams/:team_id/channels/search_autocomplete
GET /teams/:team_id/commands/autocomplete_suggestions
POST /teams/:team_id/files/search
DELETE,GET,POST /teams/:team_id/image
POST /teams/:team_id/import
POST /teams/:team_id/invite-guests/email
POST /teams/:team_id/invite/email
PUT /teams/:team_id/members/:user_id/schemeRoles
POST /teams/:team_id/members/batch
POST /teams/:team_id/members/ids
GET /teams/:team_id/members_minus_group_members
PUT /teams/:team_id/patch
PUT /teams/:team_id/privacy
POST /teams/:team_id/regenerate_invite_id
POST /teams/:team_id/restore
PUT /teams/:team_id/scheme
GET /teams/invite/:invite_id
DELETE /teams/invites/email
POST /teams/members/invite
GET /teams/name/:team_name/exists
POST /teams/search
POST /trial-license
GET /trial-license/prev
DELETE,PUT /users/:user_id
PUT /users/:user_id/active
GET /users/:user_id/audits
PUT /users/:user_id/auth
GET /users/:user_id/channel_members
DELETE /users/:user_id/channels/:channel_id/drafts
DELETE /users/:user_id/channels/:channel_id/drafts/:thread_id
POST /users/:user_id/convert_to_bot
GET,PATCH /users/:user_id/custom_profile_attributes
GET /users/:user_id/data_retention/channel_policies
GET /users/:user_id/data_retention/team_policies
POST /users/:user_id/demote
POST /users/:user_id/email/verify/member
PUT /users/:user_id/mfa
POST /users/:user_id/mfa/generate
GET /users/:user_id/oauth/apps/authorized
PUT /users/:user_id/password
PUT /users/:user_id/patch
DELETE,POST /users/:user_id/posts/:post_id/ack
POST /users/:user_id/posts/:post_id/reminder
POST /users/:user_id/posts/:post_id/set_unread
GET /users/:user_id/posts/flagged
GET,PUT /users/:user_id/preferences
GET /users/:user_id/preferences/:category
GET /users/:user_id/preferences/:category/name/:preference_name
POST /users/:user_id/preferences/delete
POST /users/:user_id/promote
POST /users/:user_id/reset_failed_attempts
PUT /users/:user_id/roles
GET /users/:user_id/sessions
POST /users/:user_id/sessions/revoke
POST /users/:user_id/sessions/revoke/all
DELETE,PUT /users/:user_id/status/custom
DELETE /users/:user_id/status/custom/recent
POST /users/:user_id/status/custom/recent/delete
GET,POST,PUT /users/:user_id/teams/:team_id/channels/categories
DELETE,GET,PUT /users/:user_id/teams/:team_id/channels/categories/:category_id
GET,PUT /users/:user_id/teams/:team_id/channels/categories/order
GET /users/:user_id/teams/:team_id/drafts
GET /users/:user_id/teams/:team_id/threads
GET /users/:user_id/teams/:team_id/threads/:thread_id
DELETE,PUT /users/:user_id/teams/:team_id/threads/:thread_id/following
PUT /users/:user_id/teams/:team_id/threads/:thread_id/read/:timestamp
POST /users/:user_id/teams/:team_id/threads/:thread_id/set_unread/:post_id
PUT /users/:user_id/teams/:team_id/threads/read
GET /users/:user_id/teams/:team_id/unread
GET /users/:user_id/teams/unread
GET,POST /users/:user_id/terms_of_service
GET /users/:user_id/uploads
POST /users/email/verify
POST /users/email/verify/send
POST /users/group_channels
GET /users/invalid_emails
POST /users/login/cws
POST /users/login/desktop_token
POST /users/login/sso/code-exchange
POST /users/login/switch
POST /users/migrate_auth/ldap
POST /users/migrate_auth/saml
POST /users/notify-admin
POST /users/password/reset
POST /users/password/reset/send
PUT /users/sessions/device
POST /users/sessions/revoke/all
GET /users/stats/filtered
GET /users/tokens
POST /users/tokens/search
POST /users/trigger-notify-admin-posts
`;

/** The rest of the API of a real server. It answers 501, so that a test cannot take it for a wrong path. */
export const routesNotPlayed: readonly Route[] = [
  ...routes
    .trim()
    .split('\n')
    .flatMap(line => {
      const [methods = '', path = ''] = line.split(' ');
      return methods.split(',').map(method => notPlayed(method as Method, path));
    }),
  ...areas
    .trim()
    .split(/\s+/)
    .flatMap(area => [`/${area}`, `/${area}/:rest`])
    .flatMap(path => methods.map(method => notPlayed(method, path))),
];

function notPlayed(method: Method, path: string): Route {
  const handle = (): never => {
    const message = `mm-testserver does not play ${method} ${path}; its README lists the routes that it plays.`;
    throw new AppError(501, 'testserver.not_played', message);
  };
  return { method, path, session: false, handle };
}
