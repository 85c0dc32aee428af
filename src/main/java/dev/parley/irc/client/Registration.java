package dev.parley.irc.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds what a client has told before it is registered. Confined to its connection. */
public final class Registration {

  private @Nullable String nick;
  private @Nullable String user;
  private String realName = "";
  private @Nullable String password;
  private @Nullable String away;
  private Map<String, String> metadata = Map.of();
  private boolean negotiating;
  private int capVersion;
  private boolean inProgress;
  private @Nullable SaslExchange exchange;

  /** Returns the name that is wanted, or null. */
  public @Nullable String nick() {
    return nick;
  }

  /** Sets the name that is wanted, null for none. */
  public void nick(@Nullable String wanted) {
    nick = wanted;
  }

  /** Returns the user name, or null. */
  public @Nullable String user() {
    return user;
  }

  /** Returns the real name. */
  public String realName() {
    return realName;
  }

  /** Sets the user name and the real name. */
  public void user(String name, String real) {
    user = name;
    realName = real;
  }

  /** Returns the password, or null. */
  public @Nullable String password() {
    return password;
  }

  /** Sets the password, null for none. */
  public void password(@Nullable String given) {
    password = given;
  }

  /** Returns the text of who is away from the beginning, empty for who is not, null if untold. */
  public @Nullable String away() {
    return away;
  }

  /** Sets the text of who is away from the beginning, empty for who is not. */
  public void away(String text) {
    away = text;
  }

  /** Returns what the client tells of itself from the beginning: values by keys. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** Sets what the client tells of itself from the beginning. */
  public void metadata(Map<String, String> told) {
    metadata = told;
  }

  /** Sets whether capabilities are negotiated, which holds the registration up. */
  public void negotiating(boolean now) {
    negotiating = now;
  }

  /** Returns whether the client may log in before it is registered. */
  public boolean mayLogIn() {
    return negotiating || password != null;
  }

  /** Returns the version of the negotiation of capabilities. */
  public int capVersion() {
    return capVersion;
  }

  /** Raises the version of the negotiation of capabilities. */
  public void capVersion(int atLeast) {
    capVersion = Math.max(capVersion, atLeast);
  }

  /** Returns whether everything is told and nothing holds the registration up. */
  public boolean isComplete() {
    return nick != null && user != null && !negotiating && !inProgress;
  }

  /** Sets whether the core is being asked for the name. */
  public void inProgress(boolean now) {
    inProgress = now;
  }

  /** Returns the authentication in progress, null for none. */
  public @Nullable SaslExchange exchange() {
    return exchange;
  }

  /** Sets the authentication in progress, null for none. */
  public void exchange(@Nullable SaslExchange begun) {
    exchange = begun;
  }
}
