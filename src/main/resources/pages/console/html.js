/** Makes elements from templates: htm on Preact. */

import { h } from 'preact';
import htm from 'htm';

export const html = htm.bind(h);
