package dev.parley.chat.account;

import dev.parley.chat.name.Nick;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Conducts the server's side of one authentication by SCRAM-SHA-256, without channel binding (RFC
 * 5802, 7677): the client's first message, the server's challenge, the client's proof, the server's
 * signature, and the client's empty confirmation. For one thread at a time.
 */
public final class ScramExchange {

  /** Enumerates what the client has to send next. */
  public enum Step {
    /** The first message, with the name and a nonce. */
    FIRST,
    /** The last message, with the proof. */
    PROOF,
    /** An empty message, which confirms that the server's signature was received. */
    CONFIRMATION
  }

  private static final int NONCE_BYTES = 24;

  /** A client that wants channel binding begins with {@code p=}: it is not offered. */
  private static final Pattern FIRST_MESSAGE =
      Pattern.compile(
          "(?<header>[ny],(?:a=(?<actor>[^,]+))?,)(?<bare>n=(?<name>[^,]+),"
              + "r=(?<nonce>[\\x21-\\x7E&&[^,]]+)(?:,[a-zA-Z]=[^,]+)*)");

  private static final Pattern PROOF_MESSAGE =
      Pattern.compile(
          "(?<bare>c=(?<binding>[^,]+),r=(?<nonce>[\\x21-\\x7E&&[^,]]+)"
              + "(?:,[a-zA-Z]=[^,]+)*),p=(?<proof>[^,]+)");

  private final String serverNonce;
  private Step next = Step.FIRST;
  private String binding = "";
  private String firstBare = "";
  private String name = "";
  private @Nullable Nick nick;
  private String nonce = "";
  private String challenge = "";
  private @Nullable ScramVerifier verifier;
  private @Nullable Identity identity;

  /** Begins an exchange. */
  public ScramExchange() {
    this(randomNonce());
  }

  ScramExchange(String serverNonce) {
    this.serverNonce = serverNonce;
  }

  private static String randomNonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Returns what the client has to send next. */
  public Step next() {
    return next;
  }

  /**
   * Reads the client's first message.
   *
   * @return whether it is well-formed, and for the client's own name alone
   */
  public boolean begin(String message) {
    Matcher matcher = FIRST_MESSAGE.matcher(message);
    if (!matcher.matches()) {
      return false;
    }
    String actor = matcher.group("actor");
    String wanted = unescaped(matcher.group("name"));
    if (wanted == null || (actor != null && !actor.equals(matcher.group("name")))) {
      return false;
    }
    name = wanted;
    binding = base64(matcher.group("header").getBytes(StandardCharsets.UTF_8));
    firstBare = matcher.group("bare");
    nonce = matcher.group("nonce") + serverNonce;
    return true;
  }

  /** Returns a name without the escapes of its commas and equals signs, null if malformed. */
  private static @Nullable String unescaped(String text) {
    String plain = text.replace("=2C", ",").replace("=3D", "\0");
    return plain.indexOf('=') >= 0 || text.indexOf('\0') >= 0 ? null : plain.replace('\0', '=');
  }

  /** Returns the name that the client has given. */
  public String name() {
    return name;
  }

  /** Returns the challenge for the client, which has to prove that it knows a password. */
  public String challenge(Nick owner, ScramVerifier of) {
    nick = owner;
    verifier = of;
    challenge = "r=" + nonce + ",s=" + base64(of.salt()) + ",i=" + of.iterations();
    next = Step.PROOF;
    return challenge;
  }

  /** Returns whose password the challenge is about. */
  public Nick nick() {
    return Objects.requireNonNull(nick);
  }

  /** Returns what verifies the password that the challenge is about. */
  public ScramVerifier verifier() {
    return Objects.requireNonNull(verifier);
  }

  /**
   * Checks the client's proof.
   *
   * @return the server's signature, null if the proof is malformed, wrong, or of another exchange
   */
  public @Nullable String prove(String message) {
    Matcher matcher = PROOF_MESSAGE.matcher(message);
    if (!matcher.matches()
        || !matcher.group("binding").equals(binding)
        || !matcher.group("nonce").equals(nonce)) {
      return null;
    }
    String exchange = firstBare + ',' + challenge + ',' + matcher.group("bare");
    return verifier().accepts(decoded(matcher.group("proof")), exchange)
        ? "v=" + base64(verifier().signature(exchange))
        : null;
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException notBase64) {
      return new byte[0];
    }
  }

  /** Records the identity that was proved. */
  public void proved(Identity proof) {
    identity = proof;
    next = Step.CONFIRMATION;
  }

  /** Returns the identity that was proved, once it was. */
  public Identity identity() {
    return Objects.requireNonNull(identity);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
