/** What a function tells its operators: log lines and metrics, as JSON in the form that each platform reads. */
@NullMarked
package io.mediafn.log;

import org.jspecify.annotations.NullMarked;
