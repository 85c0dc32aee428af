package dev.parley.store.registry;

import dev.parley.chat.account.Accounts;

class MemoryAccountsTests extends AccountsContract {

  private final MemoryAccounts accounts = new MemoryAccounts(clock);

  @Override
  Accounts accounts() {
    return accounts;
  }

  @Override
  Accounts reopened() {
    return accounts;
  }
}
