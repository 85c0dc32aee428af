package dev.parley;

import com.zaxxer.hikari.HikariConfig;
import dev.parley.store.DataDirectory;
import dev.parley.store.Store;
import dev.parley.store.StoreException;
import dev.parley.store.migrate.DatabaseImport;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/** Opens the data directory and the database. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
  StoreConfiguration.DatabaseProperties.class,
  StoreConfiguration.StoreProperties.class,
  StoreConfiguration.ImportProperties.class
})
class StoreConfiguration {

  private static final String POSTGRESQL = "jdbc:postgresql:";

  /**
   * Settings of the database.
   *
   * @param url JDBC URL of a PostgreSQL database; unset uses SQLite in the data directory
   * @param username user of the PostgreSQL database
   * @param password password of the database's user
   */
  @ConfigurationProperties("spring.datasource")
  record DatabaseProperties(
      @Nullable String url, @Nullable String username, @Nullable String password) {}

  /**
   * Settings of the disk that the database is on.
   *
   * @param lowSpace free space below which health warns, and is down once a write has failed, until
   *     there is as much again; with SQLite
   */
  @Validated
  @ConfigurationProperties("parley.store")
  record StoreProperties(@DefaultValue("128MB") @NotNegative DataSize lowSpace) {}

  /**
   * Settings of an import at the start.
   *
   * @param file SQLite database of parley that an empty store is filled from at the start: a
   *     backup, or the database of a server that moves
   * @param epochs epochs of the imported rooms: new (for a backup) or keep (for a move)
   */
  @ConfigurationProperties("parley.import")
  record ImportProperties(@Nullable Path file, @DefaultValue("new") DatabaseImport.Epochs epochs) {

    void into(Store store, Path dataDir) {
      if (file != null) {
        new DatabaseImport(file, epochs, dataDir).into(store);
      }
    }
  }

  @Bean
  DataDirectory dataDirectory(ParleyProperties properties) {
    return DataDirectory.lock(properties.dataDir());
  }

  @Bean
  Path dataDir(DataDirectory directory) {
    return directory.path();
  }

  @Bean
  TomcatDirectories tomcatDirectories(Path dataDir) {
    return new TomcatDirectories(dataDir);
  }

  /** Opens the store, and imports into it if configured. */
  @Bean
  Store store(
      DatabaseProperties database,
      StoreProperties space,
      ImportProperties imported,
      ClusterConfiguration.ClusterProperties cluster,
      Path dataDir,
      Environment environment) {
    Store store = open(database, space, cluster.enabled(), dataDir, environment);
    try {
      imported.into(store, dataDir);
      return store;
    } catch (StoreException e) {
      store.close();
      throw e;
    }
  }

  private static Store open(
      DatabaseProperties database,
      StoreProperties space,
      boolean shared,
      Path dataDir,
      Environment environment) {
    String url = database.url();
    if (url == null || url.isBlank()) {
      return Store.sqlite(dataDir.resolve("parley.db"), space.lowSpace().toBytes());
    }
    if (!url.startsWith(POSTGRESQL)) {
      throw new StoreException(
          "spring.datasource.url has to begin with " + POSTGRESQL + " or to be left out.");
    }
    return Store.postgres(
        url, database.username(), database.password(), shared, pool -> tune(pool, environment));
  }

  private static void tune(HikariConfig pool, Environment environment) {
    Binder.get(environment).bind("spring.datasource.hikari", Bindable.ofInstance(pool));
  }
}
