package dev.parley.store.registry;

import dev.parley.chat.account.Tokens;

class MemoryTokensTests extends TokensContract {

  private final MemoryTokens tokens = new MemoryTokens(clock);

  @Override
  Tokens tokens() {
    return tokens;
  }

  @Override
  Tokens reopened() {
    return tokens;
  }
}
