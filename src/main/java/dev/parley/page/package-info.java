/**
 * Loads the files of the pages for browsers from the class path: what is built here, under {@code
 * pages/}, and the libraries that it is built on.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.parley.page;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
