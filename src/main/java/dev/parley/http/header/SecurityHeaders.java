package dev.parley.http.header;

import jakarta.servlet.http.HttpServletResponse;

/**
 * Holds the headers that every answer has: nothing in it is run, framed, guessed or sent on. Pages
 * have a content security policy of their own.
 */
public final class SecurityHeaders {

  /** Name of the header with the content security policy. */
  public static final String POLICY = "Content-Security-Policy";

  /** Permissions that no page needs, the end of every policy. */
  private static final String NEVER =
      "; object-src 'none'; form-action 'none'; frame-ancestors 'none'"
          + "; require-trusted-types-for 'script'";

  private static final String OF_DATA =
      "default-src 'none'; base-uri 'none'" + NEVER + "; trusted-types 'none'";

  /** Hash of the style in the logo of Swagger UI; with another version, the logo is black. */
  private static final String LOGO = "'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='";

  /** Policy of Swagger UI. */
  static final String OF_SWAGGER_UI =
      "default-src 'none'; script-src 'self'; style-src 'self' "
          + LOGO
          + "; img-src 'self' data:"
          + "; connect-src 'self'; base-uri 'none'"
          + NEVER
          + "; trusted-types default parley-inert dompurify";

  private SecurityHeaders() {}

  /** Sets the headers of an answer that is no page. */
  public static void set(HttpServletResponse response) {
    response.setHeader(POLICY, OF_DATA);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
  }

  /**
   * Returns the policy of a page of the server's own files.
   *
   * @param scriptSources the sources of scripts
   */
  public static String ofPage(String scriptSources) {
    return "default-src 'none'; script-src "
        + scriptSources
        + "; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'"
        + "; base-uri 'self'"
        + NEVER
        + "; trusted-types 'none'";
  }
}
