package dev.parley;

import dev.parley.cluster.Cluster;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Registers the metrics of a server that is in a cluster. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("parley.cluster.enabled")
class ClusterMeters {

  @Bean
  MeterBinder clusterMeterBinder(Cluster cluster) {
    return registry -> {
      FunctionCounter.builder("parley.cluster.healed", cluster, Cluster::healedLines)
          .description("Lines of other nodes that were missed, and read from the database")
          .register(registry);
      Gauge.builder("parley.cluster.nodes", cluster, each -> each.nodes().alive().size())
          .description("Nodes of the cluster that are alive")
          .register(registry);
    };
  }
}
