package dev.parley;

import com.zaxxer.hikari.HikariConfig;
import dev.parley.log.DataDirectory;
import dev.parley.log.Store;
import dev.parley.log.StoreException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Opens what everything is kept in: the data directory, and the database. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StoreConfiguration.DatabaseProperties.class)
class StoreConfiguration {

  private static final String POSTGRESQL = "jdbc:postgresql:";

  /**
   * Which database everything is kept in.
   *
   * @param url the URL of a PostgreSQL database; unset for SQLite, in a file in the data directory
   * @param username the name to log in to the database with
   * @param password the password to log in to the database with
   */
  @ConfigurationProperties("spring.datasource")
  record DatabaseProperties(
      @Nullable String url, @Nullable String username, @Nullable String password) {}

  @Bean
  DataDirectory dataDirectory(ParleyProperties properties) {
    return DataDirectory.lock(properties.dataDir());
  }

  @Bean
  Path dataDir(DataDirectory directory) {
    return directory.path();
  }

  @Bean
  Store store(DatabaseProperties database, Path dataDir, Environment environment) {
    String url = database.url();
    if (url == null || url.isBlank()) {
      return Store.sqlite(dataDir.resolve("parley.db"));
    }
    if (!url.startsWith(POSTGRESQL)) {
      throw new StoreException(
          "spring.datasource.url has to begin with " + POSTGRESQL + " or to be left out.");
    }
    return Store.postgres(
        url, database.username(), database.password(), pool -> tune(pool, environment));
  }

  private static void tune(HikariConfig pool, Environment environment) {
    Binder.get(environment).bind("spring.datasource.hikari", Bindable.ofInstance(pool));
  }
}
