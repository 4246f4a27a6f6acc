/** Real redis-server child processes, one for each role, that live and die with this process. */
@NullMarked
package dev.mainstay.embedded;

import org.jspecify.annotations.NullMarked;
