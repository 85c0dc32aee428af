package dev.parley.chat.peer;

import dev.parley.chat.name.Nick;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Receives what the other servers of the cluster tell. What one server tells is passed on in order,
 * by one thread at a time; changes likewise. That thread may block.
 */
public interface PeerListener {

  /** Receives a fact about a person of another server. */
  void learned(String node, PeerMessage.Fact fact);

  /** Receives a request of another server about a person here. */
  void asked(String node, PeerMessage.Request request);

  /** Receives a change that another server has made. */
  void changed(PeerMessage.Change change);

  /** Is told that changes may have been missed, so that all of them are to be read again. */
  void missedChanges();

  /** Receives the state of all people of another server: at its start, and after a loss. */
  void synchronised(String node, List<PersonState> people);

  /** Receives the death of another server; its people are gone. */
  void died(String node);

  /**
   * Is told that the others take this server for dead: the people here are to go on at another
   * server.
   */
  void isolated();

  /** Receives the loss of a name that a person here had, as another has it in the register now. */
  void lostName(Nick nick, String person);

  /**
   * Gives a session up to another server that takes it over: its connection is closed. The future
   * result is null if no session here has that token.
   *
   * @param token the hash of the resume token
   */
  CompletableFuture<@Nullable Handover> handOver(String token, String node);

  /** Has all sessions that can be resumed registered again, as the register may be empty. */
  void registerAgain();

  /** Returns the state of all people here. */
  List<PersonState> people();
}
