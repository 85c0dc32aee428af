// Makes elements of templates: html`<p>…</p>`.

import { h } from 'preact';
import htm from 'htm';

export const html = htm.bind(h);
