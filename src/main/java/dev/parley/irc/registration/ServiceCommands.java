package dev.parley.irc.registration;

import dev.parley.chat.account.Fingerprint;
import dev.parley.chat.account.Secret;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Reply;
import dev.parley.irc.client.IrcClient;
import dev.parley.irc.client.IrcCommand;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.output.Numeric;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Answers what people send to services: to NickServ, which logs in, and to ChanServ, which tells
 * how rooms are owned. Stateless.
 */
public final class ServiceCommands {

  private static final String ACCOUNTS = "NickServ";
  private static final String ROOMS = "ChanServ";
  private static final String HOST = "services";
  private static final int WITH_NAME = 3; // The password can have spaces.

  private static final List<String> HELP =
      List.of(
          "IDENTIFY [NAME] PASSWORD logs in, REGISTER PASSWORD makes an account.",
          "CERT LIST lists the certificates that log in to your account by SASL EXTERNAL.",
          "CERT ADD [FINGERPRINT] adds one, that of this connection if you name none;"
              + " CERT DEL FINGERPRINT removes it.",
          "SET ALWAYS-ON TRUE|FALSE stays in your rooms while you are not connected, or not.",
          "GHOST NAME [PASSWORD] disconnects another session of your account.",
          "PASSWD OLD NEW changes the password of your account.");

  private static final List<String> ROOM_HELP =
      List.of(
          "There is nothing to register: a room belongs to whoever makes it with JOIN, and to the"
              + " account of who is logged in.",
          "Owners and moderators change it by MODE, TOPIC, KICK and INVITE; MODE #room +o NAME"
              + " makes a moderator, until that person leaves.",
          "KNOCK #room asks for an invitation.");

  /** Returns the commands. */
  public List<IrcCommand> commands() {
    return List.of(
        to("NS", ACCOUNTS), to("NICKSERV", ACCOUNTS), to("CS", ROOMS), to("CHANSERV", ROOMS));
  }

  private IrcCommand to(String verb, String service) {
    return IrcCommand.registered(
        verb, 0, (client, request) -> handle(client, service, String.join(" ", request.params())));
  }

  /** Returns whether lines to a name are for a service. */
  public boolean isService(String target) {
    return target.equalsIgnoreCase(ACCOUNTS) || target.equalsIgnoreCase(ROOMS);
  }

  /** Shows a service to a client that asks who it is. */
  public void describe(IrcClient client, String service) {
    String server = client.server().name();
    client.reply(Numeric.WHOIS_USER, service, service, HOST, "*", "A service of this server");
    client.reply(Numeric.WHOIS_SERVER, service, server, "parley");
  }

  /** Carries out a line to a service. */
  public void handle(IrcClient client, String service, String text) {
    if (service.equalsIgnoreCase(ROOMS)) {
      ROOM_HELP.forEach(line -> say(client, ROOMS, line));
    } else {
      handle(client, text);
    }
  }

  private static void handle(IrcClient client, String text) {
    String[] words = text.strip().split(" +", WITH_NAME);
    switch (words[0].toUpperCase(Locale.ROOT)) {
      case "IDENTIFY" -> {
        if (words.length < 2) {
          say(client, "IDENTIFY [NAME] PASSWORD");
        } else if (words.length < WITH_NAME) {
          identify(client, Credentials.of(client.nick(), words[1]));
        } else {
          identify(client, Credentials.of(words[1], words[2]));
        }
      }
      case "REGISTER" -> {
        if (words.length < 2) {
          say(client, "REGISTER PASSWORD");
        } else {
          identify(client, new Command.Register(new Secret(words[1])));
        }
      }
      case "GHOST" -> {
        if (words.length < 2) {
          say(client, "GHOST NAME [PASSWORD]");
        } else if (words.length < WITH_NAME) {
          ghost(client, words[1]);
        } else {
          client.ask(
              Credentials.of(words[1], words[2]),
              reply -> {
                loggedIn(client, reply);
                if (!(reply instanceof Reply.Refused)) {
                  ghost(client, words[1]);
                }
              });
        }
      }
      case "PASSWD" -> {
        if (words.length < WITH_NAME) {
          say(client, "PASSWD OLD NEW");
        } else {
          changePassword(client, new Secret(words[1]), new Secret(words[2]));
        }
      }
      case "SET" -> set(client, List.of(words));
      case "CERT" ->
          certificates(
              client,
              words.length < 2 ? "" : words[1].toUpperCase(Locale.ROOT),
              words.length < WITH_NAME ? "" : words[2].strip());
      default -> HELP.forEach(line -> say(client, line));
    }
  }

  private static void changePassword(IrcClient client, Secret old, Secret password) {
    client.ask(
        new Command.ChangePassword(old, password),
        reply ->
            say(
                client,
                reply instanceof Reply.Refused(_, String text)
                    ? text.replace('\n', ' ')
                    : "Your password is changed."));
  }

  /** Ends a session of the client's account whose connection may be lost unnoticed. */
  private static void ghost(IrcClient client, String name) {
    client.ask(
        new Command.EndOther(name),
        reply ->
            say(
                client,
                reply instanceof Reply.Refused(_, String text)
                    ? text
                    : name + " is disconnected."));
  }

  private static void set(IrcClient client, List<String> words) {
    String value = words.size() < WITH_NAME ? "" : words.getLast().toUpperCase(Locale.ROOT);
    boolean known = words.size() > 1 && words.get(1).equalsIgnoreCase("ALWAYS-ON");
    switch (known ? value : "?") {
      case "TRUE", "ON" -> stayAlwaysOn(client, true);
      case "FALSE", "OFF" -> stayAlwaysOn(client, false);
      case "" -> stayAlwaysOn(client, null);
      default -> say(client, "SET ALWAYS-ON TRUE|FALSE");
    }
  }

  private static void stayAlwaysOn(IrcClient client, @Nullable Boolean on) {
    client.ask(
        new Command.StayAlwaysOn(on),
        reply -> {
          switch (reply) {
            case Reply.AlwaysOnStatus(var login, boolean now) ->
                say(client, login + (now ? " is always on." : " is not always on."));
            case Reply.Refused(_, String text) -> say(client, text);
            default -> {}
          }
        });
  }

  /** Returns the fingerprint of this client's certificate, as others can share its session. */
  private static String own(IrcClient client) {
    Fingerprint certificate = client.peer().certificate();
    return certificate == null ? "" : certificate.value();
  }

  private static void certificates(IrcClient client, String verb, String fingerprint) {
    Command command =
        switch (verb) {
          case "ADD" ->
              new Command.AddCertificate(fingerprint.isEmpty() ? own(client) : fingerprint);
          case "DEL" -> new Command.RemoveCertificate(fingerprint);
          default -> new Command.ListCertificates();
        };
    client.ask(
        command,
        reply -> {
          switch (reply) {
            case Reply.CertificateList(var login, var certificates) -> {
              say(client, "Certificates that log in to " + login + ": " + certificates.size());
              certificates.forEach(certificate -> say(client, certificate.value()));
            }
            case Reply.Refused(_, String text) -> say(client, text);
            default -> {}
          }
        });
  }

  private static void identify(IrcClient client, Command command) {
    client.ask(command, reply -> loggedIn(client, reply));
  }

  private static void loggedIn(IrcClient client, Reply reply) {
    switch (reply) {
      case Reply.Authenticated(var login) -> loggedIn(client, login.value());
      case Reply.LoggedIn login -> {
        client.showNick();
        loggedIn(client, login.login().value());
      }
      case Reply.Refused(_, String text) -> say(client, text.replace('\n', ' '));
      default -> {}
    }
  }

  private static void loggedIn(IrcClient client, String login) {
    SaslCommand.loggedIn(client, login);
    say(client, "You are now logged in as " + login + ".");
  }

  private static void say(IrcClient client, String text) {
    say(client, ACCOUNTS, text);
  }

  private static void say(IrcClient client, String service, String text) {
    String source = service + "!" + service + "@" + HOST;
    client.send(IrcMessage.of(source, "NOTICE", client.nick(), text));
  }
}
