package dev.parley.load;

/** For a crowd that says nothing: nothing is checked but that everyone stays. */
final class Quiet implements Crowd.Listener {

  @Override
  public void message(Member member, byte[] bytes, int lineFrom, int at, long now) {}

  @Override
  public void other(Member member, String line) {}

  @Override
  public void closed(Member member) {
    throw new LoadException("The server closed the connection of " + member.name + ".");
  }
}
