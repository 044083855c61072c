/** What a process is told: settings from its environment, checked as a whole before anything starts. */
@NullMarked
package io.mediafn.config;

import org.jspecify.annotations.NullMarked;
