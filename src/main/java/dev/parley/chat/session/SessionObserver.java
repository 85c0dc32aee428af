package dev.parley.chat.session;

/** Observes the people who have a name. Called from any thread; must not block. */
public interface SessionObserver {

  /**
   * Observes that a person arrived, or that the name, the account, the away message or the
   * introduction changed.
   */
  void changed(Session session);

  /** Observes that a private message is kept for a session here. */
  void kept(Session session);

  /** Observes that the person of a session has left for good. */
  void left(Session session);

  /** Observes nothing. */
  SessionObserver NONE =
      new SessionObserver() {
        @Override
        public void changed(Session session) {}

        @Override
        public void kept(Session session) {}

        @Override
        public void left(Session session) {}
      };
}
