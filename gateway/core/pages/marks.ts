/** The small marks beside words: one set, one weight, each shape readable without its colour. */
import { type Html, html } from './html.ts'

export type MarkName = 'passed' | 'cleaned' | 'unread' | 'stopped' | 'failed' | 'now' | 'soon' | 'note'

/** Decorative, as the word stands beside it: hidden from screen readers. */
export function mark(name: MarkName): Html {
  return shapes[name]
}

const shapes: Readonly<Record<MarkName, Html>> = {
  /** An open ring: went through as it was. */
  passed: html`<svg class="mark" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" stroke-width="1.5"/></svg>`,
  /** A ring half filled: went through changed. */
  cleaned: html`<svg class="mark" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M8 3a5 5 0 0 0 0 10z" fill="currentColor"/></svg>`,
  /** A broken ring: not looked into. */
  unread: html`<svg class="mark" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="2.6 2.6"/></svg>`,
  /** A filled square with a bar: stopped at the door. */
  stopped: html`<svg class="mark" viewBox="0 0 16 16" aria-hidden="true"><path fill="currentColor" fill-rule="evenodd" d="M3 3h10v10H3zm2 4v2h6V7z"/></svg>`,
  /** A cross: could not be carried out. */
  failed: html`<svg class="mark" viewBox="0 0 16 16" aria-hidden="true"><path d="m4 4 8 8m0-8-8 8" fill="none" stroke="currentColor" stroke-width="1.75"/></svg>`,
  /** A filled triangle: act now. */
  now: html`<svg class="mark now" viewBox="0 0 16 16" aria-hidden="true"><path fill="currentColor" fill-rule="evenodd" d="M8 1.5 15 14H1zm-.8 4.7v4h1.6v-4zm0 5v1.5h1.6v-1.5z"/></svg>`,
  /** A clock: act by a date. */
  soon: html`<svg class="mark soon" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M8 4.5V8l2.5 1.5" fill="none" stroke="currentColor" stroke-width="1.5"/></svg>`,
  /** A dot in a ring: to be known. */
  note: html`<svg class="mark note" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.5"/><circle cx="8" cy="8" r="1.75" fill="currentColor"/></svg>`,
}
