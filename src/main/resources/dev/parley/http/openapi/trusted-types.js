// Swagger UI assigns strings to innerHTML. This takes out of them whatever could run or load something.
if (window.trustedTypes) {
  const inert = trustedTypes.createPolicy('parley-inert', { createHTML: (html) => html });
  const forbidden = 'script, style, link, meta, base, iframe, frame, object, embed, form, template';

  const isSafe = ({ name, value }) =>
    !/^(on|style$|srcdoc$)/i.test(name)
    && !(/(^|:)(href|src|action|formaction|background)$/i.test(name)
      && !/^(https?:|mailto:|data:image\/|[#/.]|[^:]*$)/i.test(value.trim()));

  const stripped = (html) => {
    const page = document.implementation.createHTMLDocument('');
    page.body.innerHTML = inert.createHTML(html);
    page.body.querySelectorAll(forbidden).forEach((element) => element.remove());
    page.body.querySelectorAll('*').forEach((element) => {
      [...element.attributes].filter((attribute) => !isSafe(attribute))
        .forEach((attribute) => element.removeAttribute(attribute.name));
    });
    return page.body.innerHTML;
  };

  trustedTypes.createPolicy('default', { createHTML: stripped });
}
