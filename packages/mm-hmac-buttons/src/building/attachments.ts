import type { Attachment } from './action.ts';
import type { Control } from './controls.ts';

/** Puts controls into one attachment. `contextOf` returns the context that comes back with a click. */
export function buildAttachments(
  controls: readonly Control[],
  options: { text: string; callbackUrl: string; contextOf: (control: Control) => object },
): Attachment[] {
  const { text, callbackUrl, contextOf } = options;
  const actions = controls.map(control => ({
    id: control.id,
    type: control.type,
    name: control.label,
    ...(control.type === 'button' && control.style !== undefined && { style: control.style }),
    ...(control.type === 'select' && { options: control.options }),
    ...(control.type === 'select' && control.defaultOption !== undefined && { default_option: control.defaultOption }),
    ...(control.tooltip !== undefined && { tooltip: control.tooltip }),
    ...(control.disabled && { disabled: true }),
    integration: { url: callbackUrl, context: contextOf(control) },
  }));
  return [{ text, actions }];
}
