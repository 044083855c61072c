/** Amazon S3, and what speaks its protocol, through the AWS SDK. The only package that knows the SDK. */
@NullMarked
package io.mediafn.storage.s3;

import org.jspecify.annotations.NullMarked;
