package dev.parley.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Represents a file of a page, as it is and compressed. Immutable; its arrays are not copied. */
public final class PageFile {

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("txt", "text/plain; charset=utf-8"));

  /** The number of bytes of the digest that are in an entity tag. */
  private static final int TAG_BYTES = 16;

  private final String type;
  private final byte[] bytes;
  private final byte @Nullable [] compressed;
  private final String tag;

  /**
   * Returns a file.
   *
   * @param name the name, whose end tells the type
   */
  static PageFile named(String name, byte[] bytes) {
    String end = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return new PageFile(TYPES.getOrDefault(end, "application/octet-stream"), bytes);
  }

  private PageFile(String type, byte[] bytes) {
    this.type = type;
    this.bytes = bytes;
    byte[] smaller = compress(bytes);
    this.compressed = smaller.length < bytes.length ? smaller : null;
    this.tag = "W/\"" + HexFormat.of().formatHex(sha256(bytes), 0, TAG_BYTES) + "\"";
  }

  /** Returns a file of the same type with another content. */
  public PageFile withContent(byte[] content) {
    return new PageFile(type, content);
  }

  /** Returns the media type. */
  public String type() {
    return type;
  }

  /** Returns the content. */
  public byte[] bytes() {
    return bytes;
  }

  /** Returns the content in the coding {@code gzip}, null if that is not smaller. */
  public byte @Nullable [] compressed() {
    return compressed;
  }

  /** Returns the weak entity tag of both forms (RFC 9110, section 8.8.3). */
  public String tag() {
    return tag;
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] compress(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
