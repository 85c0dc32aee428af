package dev.parley.irc.client;

import dev.parley.irc.message.IrcMessage;

/**
 * Describes a command.
 *
 * @param verb its name
 * @param minParams the number of parameters that it needs
 * @param stage when it is carried out
 * @param handler carries it out
 */
public record IrcCommand(String verb, int minParams, Stage stage, Handler handler) {

  /** Enumerates when a command is carried out. */
  public enum Stage {
    /** Before and after the registration. */
    ANY,
    /** After the registration. */
    REGISTERED,
    /** After the registration, without waiting for the lines before it to be stored. */
    LINE
  }

  /** Carries out a command. Called on the event loop of the connection. */
  @FunctionalInterface
  public interface Handler {
    /** Carries out a request of a client. */
    void handle(IrcClient client, IrcMessage request);
  }

  /** Creates a command for clients that are registered. */
  public static IrcCommand registered(String verb, int minParams, Handler handler) {
    return new IrcCommand(verb, minParams, Stage.REGISTERED, handler);
  }

  /** Creates a command that posts lines. */
  public static IrcCommand line(String verb, int minParams, Handler handler) {
    return new IrcCommand(verb, minParams, Stage.LINE, handler);
  }

  /** Creates a command for all clients. */
  public static IrcCommand any(String verb, int minParams, Handler handler) {
    return new IrcCommand(verb, minParams, Stage.ANY, handler);
  }
}
