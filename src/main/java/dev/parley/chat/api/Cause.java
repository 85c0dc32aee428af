package dev.parley.chat.api;

/** Enumerates the causes of events. */
public enum Cause {
  /** A command of a session. */
  COMMAND,
  /** A request of an operator through the API. */
  API,
  /** The server itself: a connection ended, a session expired, or a rule took effect. */
  SERVER
}
