locals {
  # AWS wants a message hidden for at least six times the function's timeout plus the batching window, so that a message
  # whose batch was throttled and retried isn't handed out a second time meanwhile.
  batching_window_seconds = 5
  visibility_seconds      = 6 * var.timeout_seconds + local.batching_window_seconds
  max_receives            = 5

  uses_bridge = var.event_source == "eventbridge"
}

resource "aws_sqs_queue" "events" {
  name = "${var.name}-events"
  # SQS's own keys. With a KMS key, S3 could only send if the key's policy lets s3.amazonaws.com use it; with the default
  # key aws/sqs it never can, and notifications vanish without an error.
  sqs_managed_sse_enabled    = true
  visibility_timeout_seconds = local.visibility_seconds
  message_retention_seconds  = 345600 # 4 days
  receive_wait_time_seconds  = 20
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters.arn
    maxReceiveCount     = local.max_receives
  })
  tags = local.tags
}

resource "aws_sqs_queue" "dead_letters" {
  name                    = "${var.name}-dead-letters"
  sqs_managed_sse_enabled = true
  # 14 days. A message's age counts from the first queue, so this must be clearly more than the retention there.
  message_retention_seconds = 1209600
  tags                      = local.tags
}

# The senders as such aren't enough: anybody's bucket could then write here. The ARN of a bucket has no account in it, and
# a deleted bucket's name is free for everybody; so the account is asked for as well.
resource "aws_sqs_queue_policy" "events" {
  queue_url = aws_sqs_queue.events.url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "EventsOfTheMediaBuckets"
        Effect    = "Allow"
        Principal = { Service = local.uses_bridge ? "events.amazonaws.com" : "s3.amazonaws.com" }
        Action    = "sqs:SendMessage"
        Resource  = aws_sqs_queue.events.arn
        Condition = {
          ArnEquals = {
            "aws:SourceArn" = local.uses_bridge ? [aws_cloudwatch_event_rule.media[0].arn] : [
              for place in var.media_buckets : "arn:${data.aws_partition.this.partition}:s3:::${place.bucket}"
            ]
          }
          StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.this.account_id }
        }
      },
      {
        Sid       = "OnlyOverTls"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sqs:*" # wide because it denies
        Resource  = aws_sqs_queue.events.arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

resource "aws_sqs_queue_policy" "dead_letters" {
  queue_url = aws_sqs_queue.dead_letters.url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "OnlyOverTls"
      Effect    = "Deny"
      Principal = "*"
      Action    = "sqs:*"
      Resource  = aws_sqs_queue.dead_letters.arn
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

resource "aws_sqs_queue_redrive_allow_policy" "dead_letters" {
  queue_url = aws_sqs_queue.dead_letters.url
  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.events.arn]
  })
}

# The notifications of a bucket are one whole: this replaces what is there.
resource "aws_s3_bucket_notification" "media" {
  for_each = { for name, place in var.media_buckets : name => place if var.manage_notifications }

  bucket      = each.value.bucket
  eventbridge = local.uses_bridge

  dynamic "queue" {
    for_each = local.uses_bridge ? [] : each.value.prefixes
    content {
      queue_arn     = aws_sqs_queue.events.arn
      events        = ["s3:ObjectCreated:*", "s3:ObjectRemoved:*"]
      filter_prefix = queue.value == "" ? null : queue.value
    }
  }

  # S3 sends a test message when the notification is set, and refuses a queue that it may not write to.
  depends_on = [aws_sqs_queue_policy.events]
}

resource "aws_cloudwatch_event_rule" "media" {
  count = local.uses_bridge ? 1 : 0

  name        = "${var.name}-media"
  description = "Objects that were created in or deleted from the media buckets"
  event_pattern = jsonencode({
    source        = ["aws.s3"]
    "detail-type" = ["Object Created", "Object Deleted"]
    "$or" = [for place in local.media : {
      detail = merge(
        { bucket = { name = [place.bucket] } },
        place.prefix == "" ? {} : { object = { key = [{ prefix = place.prefix }] } },
      )
    }]
  })
  tags = local.tags
}

resource "aws_cloudwatch_event_target" "media" {
  count = local.uses_bridge ? 1 : 0

  rule = aws_cloudwatch_event_rule.media[0].name
  arn  = aws_sqs_queue.events.arn

  retry_policy {
    maximum_event_age_in_seconds = 86400
    maximum_retry_attempts       = 185
  }
}

resource "aws_lambda_event_source_mapping" "events" {
  event_source_arn = aws_sqs_queue.events.arn
  function_name    = local.invoked
  # A batch becomes one file of the dataset: larger ones mean fewer files, fewer writes and fewer invocations.
  batch_size                         = 50
  maximum_batching_window_in_seconds = local.batching_window_seconds
  # Without it one bad message would bring back, and in the end bury, the whole batch.
  function_response_types = ["ReportBatchItemFailures"]
  tags                    = local.tags

  scaling_config {
    maximum_concurrency = var.max_concurrency
  }
}
