/** Starts the console. */

import { h, render } from 'preact';
import { Root } from './app.js';

const root = document.getElementById('app');
if (root !== null) {
  root.replaceChildren();
  render(h(Root, {}), root);
}
