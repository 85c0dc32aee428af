// The icons of the pages, drawn with the colour of the text around them.

import { html } from './html.js';

/** @type {Record<string, string>} */
const PATHS = {
  menu: 'M4 6h16M4 12h16M4 18h16',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l4.5 4.5',
  people: 'M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2.5 20c.6-3.6 3.2-5.5 6.5-5.5s5.9 1.9 6.5 5.500M16 5.500a3.2 3.2 0 0 1 0 6.200M18.2 15c1.8.8 2.9 2.5 3.3 5',
  plus: 'M12 5v14M5 12h14',
  close: 'M6 6l12 12M18 6L6 18',
  more: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  send: 'M4 12l16-8-5 16-3.5-6.500zM11.5 13.500L20 4',
  down: 'M12 5v14M6 13l6 6 6-6',
  back: 'M15 5l-7 7 7 7',
  mute: 'M6 16V11a6 6 0 0 1 9.5-4.900M18 11v5l1.5 2H8M10 21h4M4 4l16 16',
  bell: 'M6 16v-5a6 6 0 0 1 12 0v5l1.5 2h-15zM10 21h4',
  alert: 'M12 4l9 16H3zM12 10v4M12 17h.01',
  offline: 'M4 4l16 16M8.5 8.700A12 12 0 0 0 3.5 11.500M15.5 8.900a12 12 0 0 1 5 2.600M9 14.800a5 5 0 0 1 6 0M12 18.500h.01',
};

/**
 * Draws an icon. It says nothing to a screen reader; what it stands in has a label.
 *
 * @param {{ name: string }} props
 */
export function Icon({ name }) {
  return html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width=${name === 'more' ? 2.6 : 1.8}
    stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"><path d=${PATHS[name]} /></svg>`;
}
