// htm comes without types: what `htm.bind(h)` makes of a template.
declare const htm: {
  bind(h: unknown): (strings: TemplateStringsArray, ...values: unknown[]) => import('preact').VNode<any>;
};
export default htm;
