package dev.parley;

import dev.parley.chat.Audit;
import dev.parley.chat.Chat;
import dev.parley.chat.Identities;
import dev.parley.chat.Monitor;
import dev.parley.chat.Registrar;
import dev.parley.chat.account.Accounts;
import dev.parley.chat.account.Tokens;
import dev.parley.chat.login.LoginThrottle;
import dev.parley.store.Store;
import dev.parley.store.registry.JdbcAccounts;
import dev.parley.store.registry.JdbcTokens;
import dev.parley.store.registry.PooledPasswordEncoder;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;

/** Who people are: accounts, tokens, and how fast passwords can be guessed. */
@Configuration(proxyBeanMethods = false)
class IdentityConfiguration {

  @Bean
  PooledPasswordEncoder passwordEncoder(ParleyProperties properties) {
    return new PooledPasswordEncoder(
        PasswordEncoderFactories.createDelegatingPasswordEncoder(),
        properties.accounts().passwordThreads(),
        properties.accounts().passwordQueue());
  }

  @Bean
  JdbcAccounts accounts(Store store, PooledPasswordEncoder encoder, Clock clock) {
    return new JdbcAccounts(store, encoder, clock);
  }

  @Bean
  JdbcTokens tokens(Store store, Clock clock, ExecutorService chatReaders) {
    return new JdbcTokens(store, clock, chatReaders);
  }

  @Bean
  LoginThrottle guessBrake(Clock clock) {
    return new LoginThrottle(clock, Thread::sleep);
  }

  @Bean
  Identities identities(
      ParleyProperties properties,
      Accounts accounts,
      Tokens tokens,
      LoginThrottle brake,
      Audit audit,
      Monitor monitor,
      Clock clock,
      ExecutorService chatReaders) {
    return new Identities(
        properties.accounts().settings(),
        properties.serverName(),
        accounts,
        tokens,
        brake,
        audit,
        monitor,
        clock,
        chatReaders);
  }

  @Bean
  Registrar registrar(Chat chat) {
    return chat.registrar();
  }
}
