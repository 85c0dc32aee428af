package dev.parley;

import dev.parley.chat.Chat;
import dev.parley.irc.IrcProtocol;
import dev.parley.irc.settings.IrcProperties;
import dev.parley.irc.user.HostCloak;
import dev.parley.store.SecretFile;
import dev.parley.tcp.ListenerInfo;
import dev.parley.tcp.Listeners;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the protocol irc. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IrcProperties.class)
class IrcConfiguration {

  private static final int CLOAK_KEY_BYTES = 32;

  @Bean
  IrcProtocol ircProtocol(
      Chat chat,
      Clock clock,
      IrcProperties properties,
      ParleyProperties parley,
      ObjectProvider<BuildProperties> build,
      ObjectProvider<Listeners> listeners) {
    BuildProperties known = build.getIfAvailable();
    return new IrcProtocol(
        chat,
        clock,
        properties,
        cloak(properties, parley),
        motd(properties.motdFile()),
        known == null ? "dev" : String.valueOf(known.getVersion()),
        () -> securePort(listeners));
  }

  private static HostCloak cloak(IrcProperties properties, ParleyProperties parley) {
    String key = properties.cloakKey();
    return new HostCloak(key == null ? cloakKey(parley.dataDir()) : key);
  }

  private static String cloakKey(Path dataDir) {
    try {
      return new SecretFile(dataDir.resolve("irc-cloak-key")).read(IrcConfiguration::randomKey);
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }

  private static String randomKey() {
    byte[] bytes = new byte[CLOAK_KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static List<String> motd(@Nullable Path file) {
    if (file == null) {
      return List.of("Welcome. Most people are in #lobby: /join #lobby");
    }
    try {
      return Files.readAllLines(file);
    } catch (IOException unreadable) {
      throw new StartException("parley.irc.motd-file cannot be read: " + file);
    }
  }

  private static int securePort(ObjectProvider<Listeners> listeners) {
    return listeners.getObject().list().stream()
        .filter(listener -> listener.protocol().equals("irc") && listener.tls())
        .mapToInt(ListenerInfo::port)
        .findFirst()
        .orElse(0);
  }
}
