package dev.parley;

import dev.parley.chat.api.ChatSettings;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.peer.PeerNetwork;
import dev.parley.cluster.Cluster;
import dev.parley.cluster.people.ClusterNetwork;
import dev.parley.cluster.people.PostgresNameRegister;
import dev.parley.cluster.people.SessionTable;
import dev.parley.http.node.NodesController;
import dev.parley.store.Store;
import dev.parley.store.StoreException;
import dev.parley.tcp.StopPolicy;
import jakarta.validation.constraints.Pattern;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.validation.annotation.Validated;

/** Connects the core with the other servers of its cluster, if it is in one. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ClusterConfiguration.ClusterProperties.class)
@Import({ClusterMeters.class, NodesController.class})
class ClusterConfiguration {

  /**
   * Settings of a cluster: several servers on one PostgreSQL database that are one server to their
   * users.
   *
   * @param enabled whether this server is one of several on its database
   * @param name name of this server for operators, of 1 to 64 characters without spaces; unset
   *     takes the name of the host
   * @param drainTime time over which a stop closes the connections, so that people do not come back
   *     to the other servers all at once; an hour at most
   */
  @Validated
  @ConfigurationProperties("parley.cluster")
  record ClusterProperties(
      @DefaultValue("false") boolean enabled,
      @Nullable
          @Pattern(
              regexp = "\\p{Graph}{1,64}",
              message = "must have 1 to 64 characters without spaces")
          String name,
      @DefaultValue("5s")
          @DurationMin(message = "must not be negative")
          @DurationMax(hours = 1, message = "must be an hour at most")
          Duration drainTime) {

    /** Returns the name of this server, by default that of its host. */
    String nameOrHost() {
      return name == null ? host() : name;
    }

    private static String host() {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException hasNoName) {
        return "node";
      }
    }
  }

  @Bean
  PeerNetwork peerNetwork(Store store, ChatSettings settings, ObjectProvider<Cluster> cluster) {
    Cluster joined = cluster.getIfAvailable();
    return joined == null ? PeerNetwork.NONE : network(store, settings, joined);
  }

  private static PeerNetwork network(Store store, ChatSettings settings, Cluster cluster) {
    return new ClusterNetwork(
        cluster.wire(),
        cluster.nodes(),
        cluster.changes(),
        new PostgresNameRegister(store, cluster.nodes()::self),
        new SessionTable(store, cluster.nodes()::self),
        settings.resumeHold());
  }

  /** Defines the beans of a server that is in a cluster. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnBooleanProperty("parley.cluster.enabled")
  static class Clustered {

    @Bean
    Cluster cluster(
        Store store, ClusterProperties properties, ObjectProvider<BuildProperties> build) {
      if (!store.database().isShared()) {
        throw new StoreException(
            "parley.cluster.enabled needs a PostgreSQL database: set spring.datasource.url.");
      }
      return Cluster.start(store, properties.nameOrHost(), version(build.getIfAvailable()));
    }

    private static String version(@Nullable BuildProperties build) {
      String version = build == null ? null : build.getVersion();
      return version == null ? "unknown" : version;
    }

    @Bean
    ApplicationListener<ContextClosedEvent> drain(Cluster cluster) {
      return closed -> cluster.nodes().drain();
    }

    @Bean
    StopPolicy stopPolicy(ClusterProperties properties) {
      return new StopPolicy(Disconnect.Reason.MOVED, properties.drainTime());
    }
  }
}
