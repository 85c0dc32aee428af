/** Serves the audit trail in the API: {@code /api/v1/audit}. */
@NullMarked
package dev.parley.http.audit;

import org.jspecify.annotations.NullMarked;
