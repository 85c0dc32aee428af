package dev.parley;

import dev.parley.chat.Chat;
import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.ChatSettings;
import dev.parley.chat.api.Limits;
import dev.parley.chat.api.Scheduler;
import dev.parley.chat.audit.Audit;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.login.LoginService;
import dev.parley.chat.metadata.MetadataStore;
import dev.parley.chat.moderation.ModerationStore;
import dev.parley.chat.operator.Operator;
import dev.parley.chat.peer.PeerNetwork;
import dev.parley.chat.peer.SessionStore;
import dev.parley.cluster.Cluster;
import dev.parley.dialect.conversation.Dialogue;
import dev.parley.line.LineProtocol;
import dev.parley.page.PageFiles;
import dev.parley.raw.RawProtocol;
import dev.parley.store.Store;
import dev.parley.store.log.JdbcRoomLog;
import dev.parley.store.registry.JdbcAudit;
import dev.parley.store.registry.JdbcMetadataStore;
import dev.parley.store.registry.JdbcModerationStore;
import dev.parley.store.registry.JdbcSessionStore;
import dev.parley.tcp.CarriedProtocol;
import dev.parley.tcp.ConnectionLimits;
import dev.parley.tcp.Listeners;
import dev.parley.web.WebProtocol;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.ssl.SslProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** Wires the core with its ports and its protocols. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ParleyProperties.class)
class ChatConfiguration {

  @Bean
  static SettingsCheck settingsCheck(ConfigurableEnvironment environment) {
    return new SettingsCheck(environment);
  }

  /** Creates every bean at the start, whatever {@code spring.main.lazy-initialization} is. */
  @Bean
  static LazyInitializationExcludeFilter eagerInitialization() {
    return (name, definition, type) -> true;
  }

  @Bean
  Clock clock(ObjectProvider<Cluster> cluster) {
    Cluster joined = cluster.getIfAvailable();
    return joined == null ? Clock.systemUTC() : joined.clock();
  }

  @Bean
  ChatSettings chatSettings(ParleyProperties properties) {
    return properties.chatSettings();
  }

  @Bean
  Limits limits(ChatSettings settings) {
    return settings.limits();
  }

  @Bean
  MetadataStore metadataStore(Store store) {
    return new JdbcMetadataStore(store);
  }

  /** Stores what is queued and closes when its users are closed. */
  @Bean
  JdbcRoomLog roomLog(
      Store store,
      ChatSettings settings,
      ParleyProperties properties,
      Clock clock,
      ObjectProvider<Cluster> cluster) {
    Cluster joined = cluster.getIfAvailable();
    return new JdbcRoomLog(
        store,
        settings.retention(),
        properties.history().memoryLines(),
        clock,
        joined == null ? null : joined.logPeers());
  }

  @Bean(destroyMethod = "shutdownNow")
  ScheduledExecutorService chatTimer() {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().name("parley-timer").daemon().factory());
  }

  @Bean(destroyMethod = "close")
  ExecutorService chatReaders() {
    return Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("parley-read-", 0).factory());
  }

  @Bean
  Chat chat(
      ChatSettings settings,
      RoomLog log,
      Clock clock,
      ChatMetrics monitor,
      ScheduledExecutorService chatTimer,
      ExecutorService chatReaders,
      LoginService authenticator,
      ModerationStore moderationStore,
      MetadataStore metadataStore,
      SessionStore sessionStore,
      Audit audit,
      PeerNetwork network) {
    Scheduler alarm =
        (delay, task) -> {
          var _ = chatTimer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        };
    return new Chat(
        settings,
        log,
        clock,
        monitor,
        alarm,
        chatReaders,
        authenticator,
        moderationStore,
        metadataStore,
        sessionStore,
        audit,
        network);
  }

  /** Stores what is queued and closes when its users are closed. */
  @Bean
  JdbcSessionStore sessionStore(Store store) {
    return new JdbcSessionStore(store);
  }

  @Bean
  ModerationStore moderationStore(Store store) {
    return new JdbcModerationStore(store);
  }

  /** Stores what is queued and closes when its users are closed. */
  @Bean
  JdbcAudit audit(Store store) {
    return new JdbcAudit(store);
  }

  @Bean
  Operator operator(Chat chat, RoomLog log) {
    return chat.operator();
  }

  @Bean(initMethod = "onHangUp")
  SslReload sslReload(SslProperties properties, SslBundleRegistry registry) {
    return new SslReload(properties, registry);
  }

  @Bean
  ReadyLine readyLine(Listeners listeners) {
    return new ReadyLine(listeners);
  }

  @Bean
  LineProtocol lineProtocol(
      Chat chat, Clock clock, ParleyProperties properties, ConnectionLimits connectionLimits) {
    return new LineProtocol(chat, clock, properties.line().greetingDelay(), connectionLimits);
  }

  @Bean
  WebProtocol webProtocol(
      Chat chat,
      Clock clock,
      ParleyProperties properties,
      ConnectionLimits connectionLimits,
      CarriedProtocol irc) {
    return new WebProtocol(
        new Dialogue.Context(chat, clock, connectionLimits),
        PageFiles.load("chat", ""),
        properties.web().pingInterval(),
        irc);
  }

  @Bean
  RawProtocol rawProtocol(Chat chat) {
    return new RawProtocol(chat);
  }
}
