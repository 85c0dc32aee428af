package dev.parley;

import dev.parley.chat.Chat;
import dev.parley.chat.account.Accounts;
import dev.parley.chat.account.Tokens;
import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.audit.Audit;
import dev.parley.chat.login.LoginService;
import dev.parley.chat.login.LoginThrottle;
import dev.parley.chat.operator.AccountAdmin;
import dev.parley.cluster.Cluster;
import dev.parley.store.Store;
import dev.parley.store.registry.JdbcAccounts;
import dev.parley.store.registry.JdbcTokens;
import dev.parley.store.registry.PooledPasswordEncoder;
import dev.parley.store.registry.ScramDecoys;
import dev.parley.store.registry.ScramPasswordEncoder;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;

/** Wires accounts, tokens, authentication and the login throttle. */
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
  JdbcAccounts accounts(
      Store store, PooledPasswordEncoder encoder, ParleyProperties properties, Clock clock) {
    int iterations = properties.accounts().scramIterations();
    return new JdbcAccounts(
        store,
        encoder,
        encoder.sharing(new ScramPasswordEncoder(iterations)),
        new ScramDecoys(store, iterations),
        clock);
  }

  @Bean
  JdbcTokens tokens(Store store, Clock clock, ExecutorService chatReaders) {
    return new JdbcTokens(store, clock, chatReaders);
  }

  @Bean
  LoginThrottle loginThrottle(Clock clock) {
    return new LoginThrottle(clock, Thread::sleep);
  }

  @Bean
  LoginService authenticator(
      ParleyProperties properties,
      Accounts accounts,
      Tokens tokens,
      LoginThrottle throttle,
      Audit audit,
      ChatMetrics monitor,
      Clock clock,
      ExecutorService chatReaders,
      ObjectProvider<Cluster> cluster) {
    return new LoginService(
        properties.accounts().settings(cluster.getIfAvailable() == null),
        properties.serverName(),
        accounts,
        tokens,
        throttle,
        audit,
        monitor,
        clock,
        chatReaders);
  }

  @Bean
  AccountAdmin accountAdmin(Chat chat) {
    return chat.accountAdmin();
  }
}
