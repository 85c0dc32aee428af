package dev.parley.chat.name;

/**
 * Matches masks in which {@code *} stands for any characters and {@code ?} for one, without regard
 * to the case of ASCII letters. Stateless; any thread may call it.
 */
public final class GlobMask {

  private GlobMask() {}

  /** Returns whether a text matches a mask; takes time linear in the product of their lengths. */
  public static boolean matches(String mask, String text) {
    int m = 0;
    int t = 0;
    int star = -1;
    int resumeAt = 0;
    while (t < text.length()) {
      if (m < mask.length() && mask.charAt(m) == '*') {
        star = m++;
        resumeAt = t;
      } else if (m < mask.length()
          && (mask.charAt(m) == '?' || folded(mask.charAt(m)) == folded(text.charAt(t)))) {
        m++;
        t++;
      } else if (star >= 0) {
        m = star + 1;
        t = ++resumeAt;
      } else {
        return false;
      }
    }
    while (m < mask.length() && mask.charAt(m) == '*') {
      m++;
    }
    return m == mask.length();
  }

  private static char folded(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
  }

  /** Returns whether a text has a wildcard. */
  public static boolean isMask(String text) {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
  }
}
