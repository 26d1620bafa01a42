/** The names of the emoji that every server has, without those of people and hands. */
const plain = `
100 1234 1st_place_medal 2nd_place_medal 3rd_place_medal 8ball a ab abacus abc abcd accept accordion adhesive_bandage
admission_tickets aerial_tramway afghanistan airplane airplane_arriving airplane_departure aland_islands alarm_clock
albania alembic algeria alien ambulance american_samoa amphora anatomical_heart anchor andorra anger angola angry
anguilla anguished ant antarctica antigua_barbuda apple aquarius argentina aries armenia arrow_backward
arrow_double_down arrow_double_up arrow_down arrow_down_small arrow_forward arrow_heading_down arrow_heading_up
arrow_left arrow_lower_left arrow_lower_right arrow_right arrow_right_hook arrow_up arrow_up_down arrow_up_small
arrow_upper_left arrow_upper_right arrows_clockwise arrows_counterclockwise art articulated_lorry artificial_satellite
aruba asterisk astonished athletic_shoe atm atom_symbol australia austria auto_rickshaw avocado axe azerbaijan b
baby_bottle baby_chick baby_symbol back bacon badger badminton badminton_racquet_and_shuttlecock bagel baggage_claim
baguette_bread bahamas bahrain balance_scale ballet_shoes balloon ballot_box ballot_box_with_ballot
ballot_box_with_check bamboo banana bangbang bangladesh banjo bank bar_chart barbados barber barely_sunny baseball
basket basketball bat bathtub battery beach_umbrella beach_with_umbrella bear beaver bed bee beer beers beetle
beginner belarus belgium belize bell bell_pepper bellhop_bell benin bento bermuda beverage_box bhutan bike bikini
billed_cap biohazard biohazard_sign bird birthday bison black_cat black_circle black_circle_for_record black_flag
black_heart black_joker black_large_square black_left_pointing_double_triangle_with_vertical_bar
black_medium_small_square black_medium_square black_nib black_right_pointing_double_triangle_with_vertical_bar
black_right_pointing_triangle_with_double_vertical_bar black_small_square black_square_button black_square_for_stop
blossom blowfish blue_book blue_car blue_heart blueberries blush boar boat bolivia bomb bone book bookmark
bookmark_tabs books boom boomerang boot bosnia_herzegovina botswana bouquet bow_and_arrow bowl_with_spoon bowling
boxing_glove brain brazil bread bricks bridge_at_night briefcase briefs british_indian_ocean_territory
british_virgin_islands broccoli broken_heart broom brown_heart brunei bubble_tea bucket bug building_construction bulb
bulgaria bullettrain_front bullettrain_side burkina_faso burrito burundi bus busstop bust_in_silhouette
busts_in_silhouette butter butterfly ca cactus cake calendar calling cambodia camel camera camera_flash
camera_with_flash cameroon camping canada canary_islands cancer candle candy canned_food canoe cape_verde capital_abcd
capricorn car card_file_box card_index card_index_dividers caribbean_netherlands carousel_horse carpentry_saw carrot
cat cat2 cayman_islands cd central_african_republic chad chains chair champagne chart chart_with_downwards_trend
chart_with_upwards_trend checkered_flag cheese cheese_wedge cherries cherry_blossom chess_pawn chestnut chicken
children_crossing chile chipmunk chocolate_bar chopsticks christmas_island christmas_tree church cinema circus_tent
city_sunrise city_sunset cityscape cl clamp clapper classical_building clinking_glasses clipboard clock1 clock10
clock1030 clock11 clock1130 clock12 clock1230 clock130 clock2 clock230 clock3 clock330 clock4 clock430 clock5 clock530
clock6 clock630 clock7 clock730 clock8 clock830 clock9 clock930 closed_book closed_lock_with_key closed_umbrella cloud
cloud_with_lightning cloud_with_lightning_and_rain cloud_with_rain cloud_with_snow clown_face clubs cn coat cockroach
cocktail coconut cocos_islands coffee coffin coin cold_face cold_sweat collision colombia comet comoros compass
compression computer computer_mouse confetti_ball confounded confused congo_brazzaville congo_kinshasa congratulations
construction control_knobs convenience_store cook_islands cookie cooking cool copyright corn costa_rica cote_divoire
couch_and_lamp couple_with_heart couple_with_heart_man_man couple_with_heart_woman_man couple_with_heart_woman_woman
couplekiss couplekiss_man_man couplekiss_man_woman couplekiss_woman_woman cow cow2 cowboy_hat_face crab crayon
credit_card crescent_moon cricket cricket_bat_and_ball croatia crocodile croissant crossed_flags crossed_swords crown
cry crying_cat_face crystal_ball cuba cucumber cup_with_straw cupcake cupid curacao curling_stone curly_loop
currency_exchange curry custard customs cut_of_meat cyclone cyprus czech_republic dagger dagger_knife dancers
dancing_men dancing_women dango dark_sunglasses dart dash date de deciduous_tree deer denmark department_store
derelict_house derelict_house_building desert desert_island desktop_computer detective diamond_shape_with_a_dot_inside
diamonds disappointed disappointed_relieved disguised_face diving_mask diya_lamp dizzy dizzy_face djibouti dna
do_not_litter dodo dog dog2 dollar dolls dolphin dominica dominican_republic door double_vertical_bar doughnut dove
dove_of_peace dragon dragon_face dress dromedary_camel drooling_face drop_of_blood droplet drum drum_with_drumsticks
duck dumpling dvd e-mail eagle ear_of_rice earth_africa earth_americas earth_asia ecuador egg eggplant egypt eight
eight_pointed_black_star eight_spoked_asterisk eject el_salvador electric_plug elephant elevator email end envelope
envelope_with_arrow equatorial_guinea eritrea es estonia ethiopia eu euro european_castle european_post_office
european_union evergreen_tree exclamation exploding_head expressionless eye eye-in-speech-bubble eyeglasses eyes
face_vomiting face_with_cowboy_hat face_with_finger_covering_closed_lips face_with_hand_over_mouth
face_with_head_bandage face_with_monocle face_with_one_eyebrow_raised face_with_open_mouth_vomiting
face_with_raised_eyebrow face_with_rolling_eyes face_with_symbols_on_mouth face_with_thermometer factory falafel
falkland_islands fallen_leaf family family_man_boy family_man_boy_boy family_man_girl family_man_girl_boy
family_man_girl_girl family_man_man_boy family_man_man_boy_boy family_man_man_girl family_man_man_girl_boy
family_man_man_girl_girl family_man_woman_boy family_man_woman_boy_boy family_man_woman_girl family_man_woman_girl_boy
family_man_woman_girl_girl family_woman_boy family_woman_boy_boy family_woman_girl family_woman_girl_boy
family_woman_girl_girl family_woman_woman_boy family_woman_woman_boy_boy family_woman_woman_girl
family_woman_woman_girl_boy family_woman_woman_girl_girl faroe_islands fast_forward fax fearful feather feet
female_genie female_sign female_zombie fencer ferris_wheel ferry field_hockey field_hockey_stick_and_ball fiji
file_cabinet file_folder film_frames film_projector film_strip finland fire fire_engine fire_extinguisher firecracker
fireworks first_place_medal first_quarter_moon first_quarter_moon_with_face fish fish_cake fishing_pole_and_fish five
flag-ac flag-ad flag-ae flag-af flag-ag flag-ai flag-al flag-am flag-ao flag-aq flag-ar flag-as flag-at flag-au
flag-aw flag-ax flag-az flag-ba flag-bb flag-bd flag-be flag-bf flag-bg flag-bh flag-bi flag-bj flag-bl flag-bm
flag-bn flag-bo flag-bq flag-br flag-bs flag-bt flag-bv flag-bw flag-by flag-bz flag-ca flag-cc flag-cd flag-cf
flag-cg flag-ch flag-ci flag-ck flag-cl flag-cm flag-cn flag-co flag-cp flag-cr flag-cu flag-cv flag-cw flag-cx
flag-cy flag-cz flag-de flag-dg flag-dj flag-dk flag-dm flag-do flag-dz flag-ea flag-ec flag-ee flag-eg flag-eh
flag-england flag-er flag-es flag-et flag-eu flag-fi flag-fj flag-fk flag-fm flag-fo flag-fr flag-ga flag-gb flag-gd
flag-ge flag-gf flag-gg flag-gh flag-gi flag-gl flag-gm flag-gn flag-gp flag-gq flag-gr flag-gs flag-gt flag-gu
flag-gw flag-gy flag-hk flag-hm flag-hn flag-hr flag-ht flag-hu flag-ic flag-id flag-ie flag-il flag-im flag-in
flag-io flag-iq flag-ir flag-is flag-it flag-je flag-jm flag-jo flag-jp flag-ke flag-kg flag-kh flag-ki flag-km
flag-kn flag-kp flag-kr flag-kw flag-ky flag-kz flag-la flag-lb flag-lc flag-li flag-lk flag-lr flag-ls flag-lt
flag-lu flag-lv flag-ly flag-ma flag-mc flag-md flag-me flag-mf flag-mg flag-mh flag-mk flag-ml flag-mm flag-mn
flag-mo flag-mp flag-mq flag-mr flag-ms flag-mt flag-mu flag-mv flag-mw flag-mx flag-my flag-mz flag-na flag-nc
flag-ne flag-nf flag-ng flag-ni flag-nl flag-no flag-np flag-nr flag-nu flag-nz flag-om flag-pa flag-pe flag-pf
flag-pg flag-ph flag-pk flag-pl flag-pm flag-pn flag-pr flag-ps flag-pt flag-pw flag-py flag-qa flag-re flag-ro
flag-rs flag-ru flag-rw flag-sa flag-sb flag-sc flag-scotland flag-sd flag-se flag-sg flag-sh flag-si flag-sj flag-sk
flag-sl flag-sm flag-sn flag-so flag-sr flag-ss flag-st flag-sv flag-sx flag-sy flag-sz flag-ta flag-tc flag-td
flag-tf flag-tg flag-th flag-tj flag-tk flag-tl flag-tm flag-tn flag-to flag-tr flag-tt flag-tv flag-tw flag-tz
flag-ua flag-ug flag-um flag-un flag-us flag-uy flag-uz flag-va flag-vc flag-ve flag-vg flag-vi flag-vn flag-vu
flag-wales flag-wf flag-ws flag-xk flag-ye flag-yt flag-za flag-zm flag-zw flags flamingo flashlight flatbread
fleur_de_lis flight_arrival flight_departure flipper floppy_disk flower_playing_cards flushed fly flying_disc
flying_saucer fog foggy fondue football footprints fork_and_knife fortune_cookie fountain fountain_pen four
four_leaf_clover fox_face fr frame_with_picture framed_picture free french_guiana french_polynesia
french_southern_territories fried_egg fried_shrimp fries frog frowning frowning_face fu fuelpump full_moon
full_moon_with_face funeral_urn gabon gambia game_die garlic gb gear gem gemini genie georgia ghana ghost gibraltar
gift gift_heart giraffe_face glass_of_milk globe_with_meridians gloves goal_net goat goggles golf gorilla grapes
greece green_apple green_book green_heart green_salad greenland grenada grey_exclamation grey_question grimacing grin
grinning grinning_face_with_one_large_and_one_small_eye grinning_face_with_star_eyes guadeloupe guam guatemala
guernsey guide_dog guinea guinea_bissau guitar gun guyana haiti hamburger hammer hammer_and_pick hammer_and_wrench
hamster handbag handshake hankey hash hatched_chick hatching_chick headphones headstone hear_no_evil heart
heart_decoration heart_eyes heart_eyes_cat heartbeat heartpulse hearts heavy_check_mark heavy_division_sign
heavy_dollar_sign heavy_exclamation_mark heavy_heart_exclamation heavy_heart_exclamation_mark_ornament
heavy_minus_sign heavy_multiplication_x heavy_plus_sign hedgehog helicopter helmet_with_white_cross herb hibiscus
high_brightness high_heel hiking_boot hindu_temple hippopotamus hocho hole honduras honey_pot honeybee hong_kong hook
horse hospital hot_face hot_pepper hotdog hotel hotsprings hourglass hourglass_flowing_sand house house_buildings
house_with_garden houses hugging_face hugs hungary hushed hut ice_cream ice_cube ice_hockey ice_hockey_stick_and_puck
ice_skate icecream iceland id ideograph_advantage imp inbox_tray incoming_envelope india indonesia infinity
information_source innocent interrobang iphone iran iraq ireland isle_of_man israel it izakaya_lantern jack_o_lantern
jamaica japan japanese_castle japanese_goblin japanese_ogre jeans jersey jigsaw jordan joy joy_cat joystick jp kaaba
kangaroo kazakhstan kenya key keyboard keycap_star keycap_ten kick_scooter kimono kiribati kiss kissing kissing_cat
kissing_closed_eyes kissing_heart kissing_smiling_eyes kite kiwi_fruit kiwifruit knife knife_fork_plate knot koala
koko kosovo kr kuwait kyrgyzstan lab_coat label lacrosse ladder lady_beetle ladybug lantern laos large_blue_circle
large_blue_diamond large_blue_square large_brown_circle large_brown_square large_green_circle large_green_square
large_orange_circle large_orange_diamond large_orange_square large_purple_circle large_purple_square large_red_square
large_yellow_circle large_yellow_square last_quarter_moon last_quarter_moon_with_face latin_cross latvia laughing
leafy_green leaves lebanon ledger left_luggage left_right_arrow left_speech_bubble leftwards_arrow_with_hook lemon leo
leopard lesotho level_slider liberia libra libya liechtenstein light_rail lightning lightning_cloud link
linked_paperclips lion lion_face lips lipstick lithuania lizard llama lobster lock lock_with_ink_pen lollipop
long_drum loop lotion_bottle loud_sound loudspeaker love_hotel love_letter low_brightness lower_left_ballpoint_pen
lower_left_crayon lower_left_fountain_pen lower_left_paintbrush luggage lungs luxembourg lying_face m macau macedonia
madagascar mag mag_right magic_wand magnet mahjong mailbox mailbox_closed mailbox_with_mail mailbox_with_no_mail
malawi malaysia maldives male_genie male_sign male_zombie mali malta mammoth man-boy man-boy-boy man-girl man-girl-boy
man-girl-girl man-heart-man man-kiss-man man-man-boy man-man-boy-boy man-man-girl man-man-girl-boy man-man-girl-girl
man-with-bunny-ears-partying man-woman-boy man-woman-boy-boy man-woman-girl man-woman-girl-boy man-woman-girl-girl
man-wrestling mandarin mango mans_shoe mantelpiece_clock manual_wheelchair maple_leaf marshall_islands
martial_arts_uniform martinique mask mate_drink mauritania mauritius mayotte meat_on_bone mechanical_arm
mechanical_leg medal medal_military medal_sports medical_symbol mega melon memo men_wrestling menorah
menorah_with_nine_branches mens metro mexico microbe micronesia microphone microscope military_helmet milk_glass
milky_way minibus minidisc mirror mobile_phone_off moldova monaco money_mouth_face money_with_wings moneybag mongolia
monkey monkey_face monorail montenegro montserrat moon moon_cake morocco mortar_board mosque mosquito mostly_sunny
motor_boat motor_scooter motorcycle motorized_wheelchair motorway mount_fuji mountain mountain_cableway
mountain_railway mountain_snow mouse mouse2 mouse_trap movie_camera moyai mozambique mushroom musical_keyboard
musical_note musical_score mute myanmar name_badge namibia national_park nauru nauseated_face nazar_amulet necktie
negative_squared_cross_mark nepal nerd_face nesting_dolls netherlands neutral_face new new_caledonia new_moon
new_moon_with_face new_zealand newspaper newspaper_roll next_track_button ng ng_man ng_woman nicaragua niger nigeria
night_with_stars nine niue no_bell no_bicycles no_entry no_entry_sign no_mobile_phones no_mouth no_pedestrians
no_smoking non-potable_water norfolk_island north_korea northern_mariana_islands norway notebook
notebook_with_decorative_cover notes nut_and_bolt o o2 ocean octagonal_sign octopus oden office oil_drum ok old_key
olive om om_symbol oman on oncoming_automobile oncoming_bus oncoming_police_car oncoming_taxi one one-piece_swimsuit
onion open_book open_file_folder open_mouth open_umbrella ophiuchus orange orange_book orange_heart orangutan
orthodox_cross otter outbox_tray owl ox oyster package page_facing_up page_with_curl pager paintbrush pakistan palau
palestinian_territories palm_tree panama pancakes panda_face paperclip paperclips papua_new_guinea parachute paraguay
parasol_on_ground parking parrot part_alternation_mark partly_sunny partly_sunny_rain partying_face passenger_ship
passport_control pause_button paw_prints peace_symbol peach peacock peanuts pear pen pencil pencil2 penguin pensive
people_hugging performing_arts persevere person_fencing peru petri_dish philippines phone pick pickup_truck pie pig
pig2 pig_nose pill pinata pineapple ping_pong pirate_flag pisces pitcairn_islands pizza pk placard place_of_worship
plate_with_cutlery play_or_pause_button pleading_face plunger poland polar_bear police_car poodle poop popcorn
portugal post_office postal_horn postbox potable_water potato potted_plant pouch poultry_leg pound pout pouting_cat
prayer_beads pretzel previous_track_button printer probing_cane puerto_rico purple_heart purse pushpin
put_litter_in_its_place qatar question rabbit rabbit2 raccoon racehorse racing_car racing_motorcycle radio
radio_button radioactive radioactive_sign rage railway_car railway_track rain_cloud rainbow rainbow-flag rainbow_flag
ram ramen rat razor receipt record_button recycle red_car red_circle red_envelope registered relaxed relieved
reminder_ribbon repeat repeat_one rescue_worker_helmet restroom reunion revolving_hearts rewind rhinoceros ribbon rice
rice_ball rice_cracker rice_scene right_anger_bubble ring ringed_planet robot robot_face rock rocket rofl roll_eyes
roll_of_paper rolled_up_newspaper roller_coaster roller_skate rolling_on_the_floor_laughing romania rooster rose
rosette rotating_light round_pushpin ru rugby_football running_shirt_with_sash rwanda sa safety_pin safety_vest
sagittarius sailboat sake salt samoa san_marino sandal sandwich sao_tome_principe sari satellite satellite_antenna
satisfied saudi_arabia sauropod saxophone scales scarf school school_satchel scissors scooter scorpion scorpius scream
scream_cat screwdriver scroll seal seat second_place_medal secret see_no_evil seedling senegal serbia
serious_face_with_symbols_covering_mouth service_dog seven sewing_needle seychelles shallow_pan_of_food shamrock shark
shaved_ice sheep shell shield shinto_shrine ship shirt shit shocked_face_with_exploding_head shoe shopping
shopping_bags shopping_cart shopping_trolley shorts shower shrimp shushing_face sierra_leone signal_strength singapore
sint_maarten six six_pointed_star skateboard ski skier skin-tone-2 skin-tone-3 skin-tone-4 skin-tone-5 skin-tone-6
skull skull_and_crossbones skunk sled sleeping sleeping_bed sleepy slightly_frowning_face slightly_smiling_face
slot_machine sloth slovakia slovenia small_airplane small_blue_diamond small_orange_diamond small_red_triangle
small_red_triangle_down smile smile_cat smiley smiley_cat smiling_face_with_3_hearts
smiling_face_with_smiling_eyes_and_hand_covering_mouth smiling_face_with_tear smiling_imp smirk smirk_cat smoking
snail snake sneezing_face snow_capped_mountain snow_cloud snowflake snowman snowman_with_snow snowman_without_snow
soap sob soccer socks softball solomon_islands somalia soon sos sound south_africa
south_georgia_south_sandwich_islands south_sudan space_invader spades spaghetti sparkle sparkler sparkles
sparkling_heart speak_no_evil speaker speaking_head speaking_head_in_silhouette speech_balloon speedboat spider
spider_web spiral_calendar spiral_calendar_pad spiral_note_pad spiral_notepad sponge spoon sports_medal squid
sri_lanka st_barthelemy st_helena st_kitts_nevis st_lucia st_pierre_miquelon st_vincent_grenadines stadium
staff_of_aesculapius star star-struck star2 star_and_crescent star_of_david stars station statue_of_liberty
steam_locomotive stethoscope stew stop_button stop_sign stopwatch straight_ruler strawberry stuck_out_tongue
stuck_out_tongue_closed_eyes stuck_out_tongue_winking_eye studio_microphone stuffed_flatbread sudan sun_behind_cloud
sun_behind_large_cloud sun_behind_rain_cloud sun_behind_small_cloud sun_small_cloud sun_with_face sunflower sunglasses
sunny sunrise sunrise_over_mountains suriname sushi suspension_railway swan swaziland sweat sweat_drops sweat_smile
sweden sweet_potato switzerland symbols synagogue syria syringe t-rex table_tennis_paddle_and_ball taco tada taiwan
tajikistan takeout_box tamale tanabata_tree tangerine tanzania taurus taxi tea teapot teddy_bear telephone
telephone_receiver telescope tennis tent test_tube thailand thermometer thinking thinking_face third_place_medal
thong_sandal thought_balloon thread three three_button_mouse thunder_cloud_and_rain ticket tickets tiger tiger2
timer_clock timor_leste tired_face tm togo toilet tokelau tokyo_tower tomato tonga tongue toolbox tooth toothbrush top
tophat tornado tornado_cloud tr trackball tractor traffic_light train train2 tram transgender_flag transgender_symbol
triangular_flag_on_post triangular_ruler trident trinidad_tobago triumph trolleybus trophy tropical_drink
tropical_fish truck trumpet tshirt tulip tumbler_glass tunisia turkey turkmenistan turks_caicos_islands turtle tuvalu
tv twisted_rightwards_arrows two two_hearts u5272 u5408 u55b6 u6307 u6708 u6709 u6e80 u7121 u7533 u7981 u7a7a uganda
uk ukraine umbrella umbrella_on_ground umbrella_with_rain_drops unamused underage unicorn unicorn_face
united_arab_emirates unlock up upside_down_face uruguay us us_virgin_islands uzbekistan vanuatu vatican_city venezuela
vertical_traffic_light vhs vibration_mode video_camera video_game vietnam violin virgo volcano volleyball vs waffle
wallis_futuna waning_crescent_moon waning_gibbous_moon warning wastebasket watch water_buffalo watermelon
waving_black_flag waving_white_flag wavy_dash waxing_crescent_moon waxing_gibbous_moon wc weary wedding western_sahara
whale whale2 wheel_of_dharma wheelchair white_check_mark white_circle white_flag white_flower white_frowning_face
white_heart white_large_square white_medium_small_square white_medium_square white_small_square white_square_button
wilted_flower wind_blowing_face wind_chime wind_face window wine_glass wink wolf woman-boy woman-boy-boy woman-girl
woman-girl-boy woman-girl-girl woman-heart-man woman-heart-woman woman-kiss-man woman-kiss-woman
woman-with-bunny-ears-partying woman-woman-boy woman-woman-boy-boy woman-woman-girl woman-woman-girl-boy
woman-woman-girl-girl woman-wrestling womans_clothes womans_flat_shoe womans_hat women_wrestling womens wood
woozy_face world_map worm worried wrench wrestlers x yarn yawning_face yellow_heart yemen yen yin_yang yo-yo yum za
zambia zany_face zap zebra_face zero zimbabwe zipper_mouth_face zombie zzz
`;

/** The names of the emoji of people and hands, which also exist with skin tones. */
const withSkinTones = `
+1 -1 adult angel artist astronaut baby bald_man bald_person bald_woman basketball_man basketball_woman bath
bearded_person bicyclist biking_man biking_woman blond-haired-man blond-haired-woman blonde_man blonde_woman bow
bowing_man bowing_woman boy breast-feeding bride_with_veil business_suit_levitating call_me_hand child clap
construction_worker construction_worker_man construction_worker_woman cook cop couple crossed_fingers curly_haired_man
curly_haired_person curly_haired_woman dancer deaf_man deaf_person deaf_woman doctor ear ear_with_hearing_aid elf
face_palm facepunch factory_worker fairy farmer female-artist female-astronaut female-construction-worker female-cook
female-detective female-doctor female-factory-worker female-farmer female-firefighter female-guard female-judge
female-mechanic female-office-worker female-pilot female-police-officer female-scientist female-singer female-student
female-teacher female-technologist female_detective female_elf female_fairy female_mage female_superhero
female_supervillain female_vampire firefighter fist fist_left fist_oncoming fist_raised fist_right foot frowning_man
frowning_woman girl golfer golfing_man golfing_woman guardsman guardswoman haircut haircut_man haircut_woman hand
hand_with_index_and_middle_fingers_crossed handball health_worker horse_racing i_love_you_hand_sign
information_desk_person judge juggling kneeling_person left-facing_fist leg mage male-artist male-astronaut
male-construction-worker male-cook male-detective male-doctor male-factory-worker male-farmer male-firefighter
male-guard male-judge male-mechanic male-office-worker male-pilot male-police-officer male-scientist male-singer
male-student male-teacher male-technologist male_detective male_elf male_fairy male_mage male_superhero
male_supervillain male_vampire man man-biking man-bouncing-ball man-bowing man-cartwheeling man-facepalming
man-frowning man-gesturing-no man-gesturing-ok man-getting-haircut man-getting-massage man-golfing man-juggling
man-lifting-weights man-mountain-biking man-playing-handball man-playing-water-polo man-pouting man-raising-hand
man-rowing-boat man-running man-shrugging man-surfing man-swimming man-tipping-hand man-walking man-wearing-turban
man_and_woman_holding_hands man_artist man_astronaut man_cartwheeling man_climbing man_cook man_dancing
man_facepalming man_factory_worker man_farmer man_feeding_baby man_firefighter man_health_worker
man_in_business_suit_levitating man_in_lotus_position man_in_manual_wheelchair man_in_motorized_wheelchair
man_in_steamy_room man_in_tuxedo man_judge man_juggling man_kneeling man_mechanic man_office_worker man_pilot
man_playing_handball man_playing_water_polo man_scientist man_shrugging man_singer man_standing man_student
man_teacher man_technologist man_with_gua_pi_mao man_with_probing_cane man_with_turban man_with_veil massage
massage_man massage_woman mechanic men_holding_hands mermaid merman merperson metal middle_finger mother_christmas
mountain_bicyclist mountain_biking_man mountain_biking_woman mrs_claus muscle mx_claus nail_care ninja no_good
no_good_man no_good_woman nose office_worker ok_hand ok_man ok_woman older_adult older_man older_woman open_hands
palms_up_together people_holding_hands person_climbing person_doing_cartwheel person_feeding_baby person_frowning
person_in_lotus_position person_in_manual_wheelchair person_in_motorized_wheelchair person_in_steamy_room
person_in_tuxedo person_with_ball person_with_blond_hair person_with_headscarf person_with_pouting_face
person_with_probing_cane pilot pinched_fingers pinching_hand point_down point_left point_right point_up point_up_2
policeman policewoman pouting_man pouting_woman pray pregnant_woman prince princess punch raised_back_of_hand
raised_hand raised_hand_with_fingers_splayed raised_hands raising_hand raising_hand_man raising_hand_woman
red_haired_man red_haired_person red_haired_woman reversed_hand_with_middle_finger_extended right-facing_fist rowboat
rowing_man rowing_woman runner running running_man running_woman santa scientist selfie shrug sign_of_the_horns singer
sleeping_accommodation sleuth_or_spy snowboarder spock-hand standing_person student superhero supervillain surfer
surfing_man surfing_woman swimmer swimming_man swimming_woman teacher technologist the_horns thumbsdown thumbsup
tipping_hand_man tipping_hand_woman two_men_holding_hands two_women_holding_hands v vampire vulcan_salute walking
walking_man walking_woman water_polo wave weight_lifter weight_lifting_man weight_lifting_woman white_haired_man
white_haired_person white_haired_woman woman woman-biking woman-bouncing-ball woman-bowing woman-cartwheeling
woman-facepalming woman-frowning woman-gesturing-no woman-gesturing-ok woman-getting-haircut woman-getting-massage
woman-golfing woman-juggling woman-lifting-weights woman-mountain-biking woman-playing-handball
woman-playing-water-polo woman-pouting woman-raising-hand woman-rowing-boat woman-running woman-shrugging
woman-surfing woman-swimming woman-tipping-hand woman-walking woman-wearing-turban woman_and_man_holding_hands
woman_artist woman_astronaut woman_cartwheeling woman_climbing woman_cook woman_facepalming woman_factory_worker
woman_farmer woman_feeding_baby woman_firefighter woman_health_worker woman_in_lotus_position
woman_in_manual_wheelchair woman_in_motorized_wheelchair woman_in_steamy_room woman_in_tuxedo woman_judge
woman_juggling woman_kneeling woman_mechanic woman_office_worker woman_pilot woman_playing_handball
woman_playing_water_polo woman_scientist woman_shrugging woman_singer woman_standing woman_student woman_teacher
woman_technologist woman_with_probing_cane woman_with_turban woman_with_veil women_holding_hands writing_hand
`;

const skinTones = /(_(medium_light|medium_dark|light|medium|dark)_skin_tone){1,2}$/;

const plainNames = new Set(plain.trim().split(/\s+/));
const namesWithSkinTones = new Set(withSkinTones.trim().split(/\s+/));

/** Whether every server has an emoji of this name; the names are the same from 9.11 to 11.1. */
export function isEmojiName(name: string): boolean {
  return plainNames.has(name) || namesWithSkinTones.has(name.replace(skinTones, ''));
}
