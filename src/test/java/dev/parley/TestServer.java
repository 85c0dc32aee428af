package dev.parley;

import dev.parley.chat.Chat;
import dev.parley.store.registry.PooledPasswordEncoder;
import dev.parley.tcp.DeliveryMeter;
import dev.parley.tcp.KeepAlive;
import dev.parley.tcp.ListenerInfo;
import dev.parley.tcp.Listeners;
import dev.parley.tcp.listen.EventLoops;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.type.classreading.CachingMetadataReaderFactory;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.util.FileSystemUtils;

/** Runs a whole server in this JVM, on free ports and with an empty data directory of its own. */
public final class TestServer implements AutoCloseable {

  /** The password of its admin. */
  public static final String PASSWORD = "correct horse battery staple";

  /** The name by which Spring Boot looks for what reads classes. */
  private static final String METADATA_READERS =
      "org.springframework.boot.autoconfigure.internalCachingMetadataReaderFactory";

  private static final MetadataReaderFactory SHARED_METADATA =
      new CachingMetadataReaderFactory(new DefaultResourceLoader());

  private final Path dataDir;
  private final ConfigurableApplicationContext context;

  /** Replaces the event loops of the server; not found by a component scan. */
  private static final class NioTransport {
    @Bean
    @Primary
    static EventLoops nioEventLoops(KeepAlive keepAlive, DeliveryMeter meter) {
      return new EventLoops(1, false, keepAlive, meter);
    }
  }

  /** Replaces the hash of new passwords by the quickest; not found by a component scan. */
  private static final class QuickPasswords {
    @Bean
    @Primary
    static PooledPasswordEncoder quickPasswordEncoder(ParleyProperties properties) {
      return new PooledPasswordEncoder(
          new DelegatingPasswordEncoder("bcrypt", Map.of("bcrypt", new BCryptPasswordEncoder(4))),
          properties.accounts().passwordThreads(),
          properties.accounts().passwordQueue());
    }
  }

  /** Has the classes of a server read once for all servers, and not at each start. */
  private static void shareMetadata(ConfigurableApplicationContext context) {
    ((BeanDefinitionRegistry) context.getBeanFactory())
        .registerBeanDefinition(
            METADATA_READERS,
            BeanDefinitionBuilder.rootBeanDefinition(
                    MetadataReaderFactory.class, () -> SHARED_METADATA)
                .getBeanDefinition());
  }

  private TestServer(Path dataDir, ConfigurableApplicationContext context) {
    this.dataDir = dataDir;
    this.context = context;
  }

  /**
   * Starts a server with all listeners on and no tokens to resume with, unless these properties say
   * otherwise ({@code "name=value"}).
   */
  public static TestServer start(String... properties) {
    return start(List.of(ParleyApplication.class, QuickPasswords.class), properties);
  }

  /**
   * Starts a server whose connections are served by the JDK's selector, as on systems without
   * epoll.
   */
  public static TestServer startOnNio(String... properties) {
    return start(
        List.of(ParleyApplication.class, QuickPasswords.class, NioTransport.class), properties);
  }

  private static TestServer start(List<Class<?>> sources, String... properties) {
    try {
      Path dataDir = Files.createTempDirectory("parley-test");
      Map<String, String> arguments = new LinkedHashMap<>();
      arguments.put("server.port", "0");
      arguments.put("parley.listeners.line.port", "0");
      arguments.put("parley.listeners.line.address", "127.0.0.1");
      arguments.put("parley.listeners.raw.port", "0");
      arguments.put("parley.listeners.raw.address", "127.0.0.1");
      arguments.put("parley.listeners.raw.enabled", "true");
      arguments.put("parley.listeners.web.port", "0");
      arguments.put("parley.listeners.web.address", "127.0.0.1");
      arguments.put("parley.listeners.irc.port", "0");
      arguments.put("parley.listeners.irc.address", "127.0.0.1");
      arguments.put("parley.listeners.ircs.port", "0");
      arguments.put("parley.resume.hold", "0s");
      arguments.put("parley.data-dir", dataDir.toString());
      arguments.put("parley.admin.password", PASSWORD);
      arguments.put("parley.accounts.scram-iterations", "4096");
      for (String property : properties) {
        int equals = property.indexOf('=');
        arguments.put(property.substring(0, equals), property.substring(equals + 1));
      }
      String[] settings =
          arguments.entrySet().stream()
              .map(argument -> "--" + argument.getKey() + "=" + argument.getValue())
              .toArray(String[]::new);
      try {
        return new TestServer(
            dataDir,
            new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
                .initializers(TestServer::shareMetadata)
                .run(settings));
      } catch (RuntimeException e) {
        FileSystemUtils.deleteRecursively(dataDir);
        throw e;
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Returns a bean of the running server. */
  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** Returns the core of the running server. */
  public Chat chat() {
    return bean(Chat.class);
  }

  /** Returns the port that a listener is bound to. */
  public int port(String listener) {
    return bean(Listeners.class).list().stream()
        .filter(info -> info.name().equals(listener))
        .mapToInt(ListenerInfo::port)
        .findFirst()
        .orElseThrow();
  }

  /** Returns the port of the HTTP API. */
  public int httpPort() {
    return ((WebServerApplicationContext) context).getWebServer().getPort();
  }

  /** Returns a client of the line listener that has not sent anything yet. */
  public TestClient connect() {
    return TestClient.connect(port("line"));
  }

  /**
   * Returns a client of the line listener that has given its name and read everything up to being
   * in the lobby.
   */
  public TestClient join(String name) {
    return connect().send(name).expectUntil("-- You are " + name + " in #lobby.*");
  }

  /** Returns a client of the raw listener. */
  public TestClient connectRaw() {
    return TestClient.connect(port("raw"));
  }

  /** Returns a client of the irc listener that has not sent anything yet. */
  public TestClient connectIrc() {
    return TestClient.connect(port("irc"));
  }

  /**
   * Returns a client of the irc listener that has registered and read the welcome.
   *
   * @param capabilities the capabilities that it asks for, with spaces between them
   */
  public TestClient joinIrc(String nick, String capabilities) {
    TestClient client = connectIrc();
    if (!capabilities.isEmpty()) {
      client.send("CAP REQ :" + capabilities);
    }
    client.send("NICK " + nick).send("USER " + nick + " 0 * :Real " + nick).send("CAP END");
    return client.expectUntil(".* (376|422) .*");
  }

  @Override
  public void close() {
    context.close();
    try {
      FileSystemUtils.deleteRecursively(dataDir);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
