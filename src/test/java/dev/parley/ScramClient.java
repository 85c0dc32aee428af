package dev.parley;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Computes the messages of a client of SCRAM-SHA-256 by the formulas of RFC 5802. */
public final class ScramClient {

  private final String name;
  private final String password;
  private final String nonce;
  private String header = "n,,";
  private String exchange = "";
  private byte[] salted = {};

  /** Creates a client with the nonce of the example in RFC 7677. */
  public ScramClient(String name, String password) {
    this(name, password, "rOprNGfwEbeRWgbNEkqO");
  }

  public ScramClient(String name, String password, String nonce) {
    this.name = name;
    this.password = password;
    this.nonce = nonce;
  }

  /** Sets another header than that of a client without channel binding. */
  public ScramClient header(String other) {
    header = other;
    return this;
  }

  private String bare() {
    return "n=" + name + ",r=" + nonce;
  }

  /** Returns the first message. */
  public String first() {
    return header + bare();
  }

  /** Returns the last message, which proves the password to who has sent a challenge. */
  public String last(String challenge) {
    String[] parts = challenge.split(",", -1);
    byte[] salt = Base64.getDecoder().decode(parts[1].substring(2));
    salted = pbkdf2(salt, Integer.parseInt(parts[2].substring(2)));
    String bare = "c=" + base64(header.getBytes(StandardCharsets.UTF_8)) + "," + parts[0];
    exchange = bare() + "," + challenge + "," + bare;
    byte[] clientKey = hmac(salted, utf8("Client Key"));
    return bare + ",p=" + base64(xor(clientKey, hmac(sha256(clientKey), utf8(exchange))));
  }

  /** Returns the message that a server answers to the last one if it knows of the password. */
  public String signature() {
    return "v=" + base64(hmac(hmac(salted, utf8("Server Key")), utf8(exchange)));
  }

  private byte[] pbkdf2(byte[] salt, int iterations) {
    byte[] first = new byte[salt.length + 4];
    System.arraycopy(salt, 0, first, 0, salt.length);
    first[salt.length + 3] = 1;
    byte[] block = hmac(utf8(password), first);
    byte[] result = block;
    for (int i = 1; i < iterations; i++) {
      block = hmac(utf8(password), block);
      result = xor(result, block);
    }
    return result;
  }

  private static byte[] xor(byte[] one, byte[] other) {
    byte[] result = one.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] ^= other[i];
    }
    return result;
  }

  private static byte[] hmac(byte[] key, byte[] text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
