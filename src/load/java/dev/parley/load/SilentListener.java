package dev.parley.load;

/** Ignores all lines, and fails if a connection is closed. */
final class SilentListener implements LineListener {

  @Override
  public void message(Member member, byte[] bytes, int lineFrom, int at, long now) {}

  @Override
  public void other(Member member, String line) {}

  @Override
  public void closed(Member member) {
    throw new LoadException("The server closed the connection of " + member.name + ".");
  }
}
