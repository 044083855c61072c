/** What users ask for: each operation has a request, a result and one class that does the work in batches. */
@NullMarked
package io.mediafn.operation;

import org.jspecify.annotations.NullMarked;
