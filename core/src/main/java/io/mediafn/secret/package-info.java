/** Secrets that settings name instead of holding, where the platform does not fetch them itself. */
@NullMarked
package io.mediafn.secret;

import org.jspecify.annotations.NullMarked;
