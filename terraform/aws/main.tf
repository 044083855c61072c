# media buckets --created, deleted--> queue --batches--> function --one small NDJSON file a batch--> dataset
#                                       \--after five tries--> dead letters --> alarms

data "aws_partition" "this" {}
data "aws_caller_identity" "this" {}
data "aws_region" "this" {}

locals {
  tags = merge({ application = "mediafn", "mediafn:name" = var.name }, var.tags)

  # One for each prefix.
  media        = flatten([for place in var.media_buckets : [for prefix in place.prefixes : { bucket = place.bucket, prefix = prefix }]])
  destinations = flatten([for place in var.destinations : [for prefix in place.prefixes : { bucket = place.bucket, prefix = prefix }]])

  creates_dataset  = var.dataset == null
  dataset_in_store = local.creates_dataset || strcontains(coalesce(var.dataset, "-"), "://")
  dataset          = local.creates_dataset ? "s3://${one(aws_s3_bucket.dataset[*].bucket)}/dataset/" : var.dataset

  operations = var.enable_http ? sort(distinct(var.allowed_operations)) : []

  # What events and calls reach.
  invoked = var.snap_start ? one(aws_lambda_alias.live[*].arn) : aws_lambda_function.this.arn

  # What requests and events may name. A dataset only where a request can name one.
  allow = concat(
    [for place in concat(local.media, local.destinations) : "s3://${place.bucket}/${place.prefix}"],
    (var.enable_http || local.scheduled) && local.dataset_in_store ? [local.dataset] : [],
  )

  environment = merge(
    {
      MEDIAFN_DATASET = local.dataset
      MEDIAFN_ALLOW   = join(",", local.allow)
      # No cache of media on disk. Absent would mean 32 GB to FiftyOne, so it is said.
      FIFTYONE_MEDIA_CACHE_SIZE_BYTES = "-1"
    },
    var.pipeline == null ? {} : { MEDIAFN_PIPELINE = var.pipeline },
    var.jobs == null ? {} : { MEDIAFN_JOBS = var.jobs },
    var.enable_http ? { MEDIAFN_OPERATIONS = join(",", local.operations) } : {},
    # Lambda can't put a secret into a variable, other than as plain text that everybody may read who can see the function.
    # So it gets the secret's ARN, and asks for the value itself.
    var.database_secret == null ? {} : {
      FIFTYONE_DATABASE_URI  = var.database_secret
      FIFTYONE_DATABASE_NAME = var.database_name
    },
  )
}

resource "aws_lambda_function" "this" {
  #checkov:skip=CKV_AWS_115:Concurrency is limited on the event source mapping; what a reservation throttles has been received already, which counts as a try, and good messages end among the dead letters
  #checkov:skip=CKV_AWS_116:The queue has the dead letters; a dead letter queue of the function is for asynchronous invocations: schedules, which schedule.tf sees to
  #checkov:skip=CKV_AWS_117:S3, SQS and Secrets Manager are reached with TLS and IAM; a VPC would add gateways to pay for and no protection
  #checkov:skip=CKV_AWS_173:Lambda encrypts the settings with its own key, and with kms_key where one is given; there is no secret among them
  #checkov:skip=CKV_AWS_272:The package comes from this repository's build; whoever signs packages sets code_signing_config_arn in a copy
  function_name    = var.name
  description      = "Measures new media objects and writes their records"
  role             = aws_iam_role.function.arn
  runtime          = var.runtime
  handler          = "io.mediafn.lambda.MediaHandler::handleRequest"
  architectures    = [var.architecture]
  memory_size      = var.memory_mb
  timeout          = var.timeout_seconds
  kms_key_arn      = var.kms_key
  filename         = var.artifact.path
  source_code_hash = var.artifact.path == null ? null : filebase64sha256(var.artifact.path)

  s3_bucket         = var.artifact.bucket
  s3_key            = var.artifact.key
  s3_object_version = var.artifact.version

  environment {
    variables = local.environment
  }

  # Snapshots are of published versions alone. Not to be had with more than 512 MB of /tmp, a file system, or provisioned
  # concurrency; there is none of them here.
  publish = var.snap_start

  dynamic "snap_start" {
    for_each = var.snap_start ? [1] : []
    content {
      apply_on = "PublishedVersions"
    }
  }

  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.function.name
  }

  tracing_config {
    mode = "Active"
  }

  tags = local.tags

  lifecycle {
    precondition {
      condition     = local.dataset_in_store || var.database_secret != null
      error_message = "dataset is the name of a FiftyOne dataset, which needs database_secret."
    }
    precondition {
      condition     = var.enable_http || length(var.http_invokers) == 0
      error_message = "http_invokers needs enable_http."
    }
  }

  # Its permissions first: a function without them would fail its first messages.
  depends_on = [aws_iam_role_policy.function]
}

# What is invoked is the version that was published last; without it, everything would go past the snapshots.
resource "aws_lambda_alias" "live" {
  count = var.snap_start ? 1 : 0

  name             = "live"
  description      = "The version that events and calls reach"
  function_name    = aws_lambda_function.this.function_name
  function_version = aws_lambda_function.this.version
}

resource "aws_lambda_function_url" "http" {
  count = var.enable_http ? 1 : 0

  function_name      = aws_lambda_function.this.function_name
  qualifier          = one(aws_lambda_alias.live[*].name)
  authorization_type = "AWS_IAM"
  invoke_mode        = "BUFFERED"
}
