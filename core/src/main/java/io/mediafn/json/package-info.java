/** JSON as maps and lists, and the reading of fields with errors that name the field, the rule and the value. */
@NullMarked
package io.mediafn.json;

import org.jspecify.annotations.NullMarked;
