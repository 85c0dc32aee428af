package dev.parley.tcp;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.integration.config.IntegrationRegistrar;

/**
 * What Spring Integration needs to work, as {@code @EnableIntegration} brings it, but for its
 * annotations: none is used, and to look for them on every method of every bean takes its time at
 * the start.
 */
final class Infrastructure extends IntegrationRegistrar {

  /** Without the class that imports this, as where Spring Integration is configured in XML. */
  @Override
  public void registerBeanDefinitions(
      @Nullable AnnotationMetadata importing, BeanDefinitionRegistry registry) {
    super.registerBeanDefinitions(null, registry);
  }
}
