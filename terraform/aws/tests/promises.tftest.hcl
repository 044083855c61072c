# What the module promises, whatever it is given. Each run is a promise; terraform/planted-defects shows that each can fail.

mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws:sqs:eu-central-1:123456789012:queue" }
  }
  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::traffic-dataset-1", bucket = "traffic-dataset-1" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/traffic-1", name = "traffic-1" }
  }
  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws:iam::123456789012:policy/traffic-1" }
  }
  mock_resource "aws_lambda_function" {
    defaults = { arn = "arn:aws:lambda:eu-central-1:123456789012:function:traffic" }
  }
  mock_resource "aws_lambda_alias" {
    defaults = { arn = "arn:aws:lambda:eu-central-1:123456789012:function:traffic:live" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/traffic" }
  }
  mock_resource "aws_cloudwatch_event_rule" {
    defaults = { arn = "arn:aws:events:eu-central-1:123456789012:rule/traffic-media" }
  }
}

override_resource {
  target = aws_sqs_queue.dead_letters
  values = { arn = "arn:aws:sqs:eu-central-1:123456789012:traffic-dead-letters" }
}

override_resource {
  target = aws_sqs_queue.events
  values = { arn = "arn:aws:sqs:eu-central-1:123456789012:traffic-events" }
}

variables {
  name          = "traffic"
  tags          = { team = "vision" }
  artifact      = { path = "versions.tf" } # any file will do
  media_buckets = { one = { bucket = "media-in", prefixes = ["in/"] } }
}

run "least_privilege_by_default" {
  assert {
    condition = toset([for s in jsondecode(aws_iam_role_policy.function.policy).Statement : s.Sid]) == toset(
      ["ReadMedia", "WriteRecords", "TakeEvents", "WriteOwnLog", "Trace"]
    )
    error_message = "the function may do more, or less, than measuring needs"
  }
  assert {
    condition     = alltrue([for s in jsondecode(aws_iam_role_policy.function.policy).Statement : alltrue([for a in flatten([s.Action]) : !strcontains(a, "*")])])
    error_message = "an action has a wildcard"
  }
  assert {
    condition     = alltrue([for s in jsondecode(aws_iam_role_policy.function.policy).Statement : s.Sid == "Trace" || !contains(flatten([s.Resource]), "*")])
    error_message = "a resource is everything"
  }
  assert {
    condition     = [for s in jsondecode(aws_iam_role_policy.function.policy).Statement : s.Action if s.Sid == "ReadMedia"][0] == ["s3:GetObject"]
    error_message = "media may be more than read"
  }
  assert {
    condition     = [for s in jsondecode(aws_iam_role_policy.function.policy).Statement : s.Resource if s.Sid == "ReadMedia"][0] == ["arn:aws:s3:::media-in/in/*"]
    error_message = "media may be read outside of the prefix"
  }
  assert {
    condition     = [for s in jsondecode(aws_iam_role_policy.function.policy).Statement : s.Resource if s.Sid == "WriteRecords"][0] == ["arn:aws:s3:::traffic-dataset-1/dataset/segments/*"]
    error_message = "more than the dataset's segments may be written"
  }
  assert {
    condition     = [for s in jsondecode(aws_iam_role_policy.function.policy).Statement : s.Action if s.Sid == "WriteRecords"][0] == ["s3:PutObject"]
    error_message = "records may be more than written"
  }
  assert {
    condition     = jsondecode(aws_iam_role.function.assume_role_policy).Statement[*].Principal == [{ Service = "lambda.amazonaws.com" }]
    error_message = "others than Lambda may act as the function"
  }
}

run "least_privilege_of_copies" {
  variables {
    destinations = { one = { bucket = "archive", prefixes = ["out/"] } }
    jobs         = "s3://work/jobs/"
  }
  assert {
    condition = toset([for s in jsondecode(aws_iam_role_policy.function.policy).Statement : s.Resource if s.Sid == "WriteDestinations"][0]) == toset(
      ["arn:aws:s3:::archive/out/*"]
    )
    error_message = "more than the destinations may be written"
  }
  assert {
    condition     = !contains(flatten([for s in jsondecode(aws_iam_role_policy.function.policy).Statement : s.Action]), "s3:DeleteObject")
    error_message = "objects may be deleted"
  }
  assert {
    condition     = contains(flatten([for s in jsondecode(aws_iam_role_policy.function.policy).Statement : s.Action if s.Sid == "WriteDestinations"]), "s3:AbortMultipartUpload")
    error_message = "uploads that fail can't be aborted"
  }
  assert {
    condition     = [for s in jsondecode(aws_iam_role_policy.function.policy).Statement : s.Resource if s.Sid == "FindAbandonedUploads"][0] == ["arn:aws:s3:::archive"]
    error_message = "abandoned uploads of the destinations, and of nothing else, can be listed"
  }
  assert {
    condition     = [for s in jsondecode(aws_iam_role_policy.function.policy).Statement : s.Resource if s.Sid == "KeepJobs"][0] == ["arn:aws:s3:::work/jobs/*"]
    error_message = "jobs are kept elsewhere"
  }
  assert {
    condition = alltrue([for s in jsondecode(aws_iam_role_policy.function.policy).Statement :
      length(try(s.Condition.StringLike["s3:prefix"], [])) == 1 if contains(s.Action, "s3:ListBucket")
    ])
    error_message = "a bucket may be listed without a prefix"
  }
}

run "least_privilege_of_http" {
  variables {
    enable_http        = true
    allowed_operations = ["list", "stat"]
  }
  assert {
    condition     = !contains(flatten([for s in jsondecode(aws_iam_role_policy.function.policy).Statement : s.Action]), "s3:DeleteObject")
    error_message = "objects may be deleted"
  }
  assert {
    condition = alltrue([for s in jsondecode(aws_iam_role_policy.function.policy).Statement :
      try(s.Condition.StringLike["s3:prefix"], ["*"]) != ["*"] if contains(s.Action, "s3:ListBucket")
    ])
    error_message = "a whole bucket may be listed"
  }
  assert {
    condition     = aws_lambda_function.this.environment[0].variables.MEDIAFN_OPERATIONS == "list,stat"
    error_message = "HTTP may ask for other operations"
  }
}

run "deleting_only_where_it_is_asked_for" {
  variables {
    enable_http        = true
    allowed_operations = ["delete"]
  }
  assert {
    condition     = [for s in jsondecode(aws_iam_role_policy.function.policy).Statement : s.Resource if s.Sid == "DeleteMedia"][0] == ["arn:aws:s3:::media-in/in/*"]
    error_message = "more than the media below the prefix may be deleted"
  }
}

run "no_public_access" {
  variables {
    enable_http   = true
    http_invokers = ["annotators"]
  }
  assert {
    condition     = aws_lambda_function_url.http[0].authorization_type == "AWS_IAM"
    error_message = "the function URL asks for no identity"
  }
  assert {
    condition     = length(aws_iam_role_policy_attachment.http_caller) == 1 && aws_iam_role_policy_attachment.http_caller["annotators"].role == "annotators"
    error_message = "others than http_invokers may call"
  }
  assert {
    condition     = try(jsondecode(aws_iam_policy.http_caller[0].policy).Statement[1].Condition.Bool["lambda:InvokedViaFunctionUrl"], "") == "true"
    error_message = "callers of HTTP may call the function directly"
  }
  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.dataset[0].block_public_acls,
      aws_s3_bucket_public_access_block.dataset[0].block_public_policy,
      aws_s3_bucket_public_access_block.dataset[0].ignore_public_acls,
      aws_s3_bucket_public_access_block.dataset[0].restrict_public_buckets,
    ])
    error_message = "the dataset bucket can be made public"
  }
  assert {
    condition     = aws_s3_bucket_ownership_controls.dataset[0].rule[0].object_ownership == "BucketOwnerEnforced"
    error_message = "the dataset bucket has ACLs"
  }
  assert {
    condition = alltrue([for policy in [aws_s3_bucket_policy.dataset[0].policy, aws_sqs_queue_policy.events.policy, aws_sqs_queue_policy.dead_letters.policy] :
      alltrue([for s in jsondecode(policy).Statement : s.Effect == "Deny" || s.Principal != "*"])
    ])
    error_message = "a policy admits everybody"
  }
}

run "no_snapshots_by_default" {
  variables {
    enable_http = true
  }
  assert {
    condition     = !aws_lambda_function.this.publish && length(aws_lambda_function.this.snap_start) == 0 && length(aws_lambda_alias.live) == 0
    error_message = "versions are published for nothing"
  }
  assert {
    condition     = aws_lambda_event_source_mapping.events.function_name == aws_lambda_function.this.arn && aws_lambda_function_url.http[0].qualifier != "live"
    error_message = "something leads to an alias that is not there"
  }
  assert {
    condition     = alltrue([for s in jsondecode(aws_iam_policy.http_caller[0].policy).Statement : flatten([s.Resource]) == [aws_lambda_function.this.arn]])
    error_message = "callers of HTTP may not call the function"
  }
}

run "snapshots_are_of_what_is_invoked" {
  variables {
    snap_start  = true
    enable_http = true
  }
  assert {
    condition     = aws_lambda_function.this.publish && one(aws_lambda_function.this.snap_start[*].apply_on) == "PublishedVersions"
    error_message = "there are no snapshots"
  }
  assert {
    condition     = length(aws_lambda_function.this.ephemeral_storage) == 0 || one(aws_lambda_function.this.ephemeral_storage[*].size) == 512
    error_message = "Lambda refuses snapshots with that much of /tmp"
  }
  assert {
    condition     = try(aws_lambda_alias.live[0].function_version, "") == aws_lambda_function.this.version
    error_message = "the alias stays with an old version"
  }
  assert {
    condition     = aws_lambda_event_source_mapping.events.function_name == aws_lambda_alias.live[0].arn
    error_message = "events go past the snapshots"
  }
  assert {
    condition     = aws_lambda_function_url.http[0].qualifier == "live"
    error_message = "HTTP calls go past the snapshots"
  }
  assert {
    condition     = alltrue([for s in jsondecode(aws_iam_policy.http_caller[0].policy).Statement : flatten([s.Resource]) == [aws_lambda_alias.live[0].arn]])
    error_message = "callers of HTTP may not call what the URL leads to"
  }
}

run "no_http_by_default" {
  assert {
    condition     = length(aws_lambda_function_url.http) == 0 && output.http_url == null
    error_message = "the function can be called by HTTP"
  }
  assert {
    condition     = length(aws_iam_policy.http_caller) == 0
    error_message = "there is a policy for callers of nothing"
  }
}

run "only_the_media_buckets_send" {
  assert {
    condition = (
      jsondecode(aws_sqs_queue_policy.events.policy).Statement[0].Condition.ArnEquals["aws:SourceArn"] == ["arn:aws:s3:::media-in"] &&
      jsondecode(aws_sqs_queue_policy.events.policy).Statement[0].Condition.StringEquals["aws:SourceAccount"] == "123456789012" &&
      jsondecode(aws_sqs_queue_policy.events.policy).Statement[0].Principal == { Service = "s3.amazonaws.com" }
    )
    error_message = "others than the media buckets may send events"
  }
}

run "only_tls" {
  assert {
    condition = alltrue([for policy in [aws_s3_bucket_policy.dataset[0].policy, aws_sqs_queue_policy.events.policy, aws_sqs_queue_policy.dead_letters.policy] :
      anytrue([for s in jsondecode(policy).Statement : s.Effect == "Deny" && s.Principal == "*" && try(s.Condition.Bool["aws:SecureTransport"], "") == "false"])
    ])
    error_message = "something can be asked without TLS"
  }
}

run "encryption" {
  assert {
    condition     = aws_sqs_queue.events.sqs_managed_sse_enabled && aws_sqs_queue.dead_letters.sqs_managed_sse_enabled
    error_message = "a queue is not encrypted"
  }
  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.dataset[0].rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256"
    error_message = "the dataset bucket is not encrypted"
  }
}

run "encryption_with_a_key" {
  variables {
    kms_key = "arn:aws:kms:eu-central-1:123456789012:key/0a1b"
  }
  assert {
    condition = (
      one(one(aws_s3_bucket_server_side_encryption_configuration.dataset[0].rule).apply_server_side_encryption_by_default).sse_algorithm == "aws:kms" &&
      one(one(aws_s3_bucket_server_side_encryption_configuration.dataset[0].rule).apply_server_side_encryption_by_default).kms_master_key_id == var.kms_key
    )
    error_message = "the dataset bucket is not encrypted with the key"
  }
  assert {
    condition     = aws_cloudwatch_log_group.function.kms_key_id == var.kms_key
    error_message = "the log is not encrypted with the key"
  }
  assert {
    condition     = aws_lambda_function.this.kms_key_arn == var.kms_key
    error_message = "the function's settings are not encrypted with the key"
  }
  assert {
    condition     = [for s in jsondecode(aws_iam_role_policy.function.policy).Statement : try(s.Condition.StringLike["kms:ViaService"], "") if s.Sid == "UseKeysThroughS3"] == ["s3.*.amazonaws.com"]
    error_message = "the key may be used for more than S3"
  }
}

run "dead_letters" {
  assert {
    condition     = try(jsondecode(aws_sqs_queue.events.redrive_policy).deadLetterTargetArn, "") == aws_sqs_queue.dead_letters.arn
    error_message = "the queue has no dead letters"
  }
  assert {
    condition     = try(jsondecode(aws_sqs_queue.events.redrive_policy).maxReceiveCount, 0) == 5
    error_message = "a message is not tried five times"
  }
  assert {
    condition     = aws_sqs_queue.dead_letters.message_retention_seconds == 1209600 && aws_sqs_queue.events.message_retention_seconds <= 604800
    error_message = "dead letters are not kept for long enough"
  }
  assert {
    condition     = aws_sqs_queue.events.visibility_timeout_seconds >= 6 * aws_lambda_function.this.timeout + aws_lambda_event_source_mapping.events.maximum_batching_window_in_seconds
    error_message = "messages are handed out a second time while they are worked on"
  }
  assert {
    condition     = aws_lambda_event_source_mapping.events.function_response_types == toset(["ReportBatchItemFailures"])
    error_message = "batch item failures are not reported"
  }
}

run "alarms" {
  variables {
    alarm_targets = ["arn:aws:sns:eu-central-1:123456789012:ops"]
  }
  assert {
    condition = (
      aws_cloudwatch_metric_alarm.dead_letters_depth.dimensions == tomap({ QueueName = "traffic-dead-letters" }) &&
      aws_cloudwatch_metric_alarm.dead_letters_depth.metric_name == "ApproximateNumberOfMessagesVisible" &&
      aws_cloudwatch_metric_alarm.dead_letters_depth.threshold == 0
    )
    error_message = "no alarm on the depth of the dead letters"
  }
  assert {
    condition = (
      aws_cloudwatch_metric_alarm.dead_letters_age.dimensions == tomap({ QueueName = "traffic-dead-letters" }) &&
      aws_cloudwatch_metric_alarm.dead_letters_age.metric_name == "ApproximateAgeOfOldestMessage" &&
      aws_cloudwatch_metric_alarm.dead_letters_age.threshold < 1209600
    )
    error_message = "no alarm on the age of the dead letters"
  }
  assert {
    condition = (
      aws_cloudwatch_metric_alarm.backlog_age.dimensions == tomap({ QueueName = "traffic-events" }) &&
      aws_cloudwatch_metric_alarm.backlog_age.metric_name == "ApproximateAgeOfOldestMessage"
    )
    error_message = "no alarm on the backlog"
  }
  assert {
    condition = alltrue([for alarm in [aws_cloudwatch_metric_alarm.dead_letters_depth, aws_cloudwatch_metric_alarm.dead_letters_age, aws_cloudwatch_metric_alarm.backlog_age] :
      alarm.alarm_actions == toset(var.alarm_targets)
    ])
    error_message = "nobody hears an alarm"
  }
}

run "log_retention" {
  assert {
    condition     = aws_cloudwatch_log_group.function.retention_in_days == 30
    error_message = "the log is kept for ever"
  }
  assert {
    condition     = aws_lambda_function.this.logging_config[0].log_group == "/aws/lambda/traffic" && aws_cloudwatch_log_group.function.name == "/aws/lambda/traffic"
    error_message = "the function logs elsewhere"
  }
}

run "concurrency_limit" {
  assert {
    condition     = aws_lambda_event_source_mapping.events.scaling_config[0].maximum_concurrency == 10
    error_message = "there is no limit on the concurrency"
  }
}

run "environment" {
  variables {
    dataset         = "traffic"
    database_secret = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:mongo-AbCdEf"
    jobs            = "s3://work/jobs/"
    pipeline        = "s3://work/pipeline.json"
    enable_http     = true
  }
  assert {
    condition = aws_lambda_function.this.environment[0].variables == tomap({
      MEDIAFN_DATASET                 = "traffic"
      MEDIAFN_PIPELINE                = "s3://work/pipeline.json"
      MEDIAFN_JOBS                    = "s3://work/jobs/"
      MEDIAFN_ALLOW                   = "s3://media-in/in/"
      MEDIAFN_OPERATIONS              = "list,metadata,stat"
      FIFTYONE_MEDIA_CACHE_SIZE_BYTES = "-1"
      FIFTYONE_DATABASE_URI           = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:mongo-AbCdEf"
      FIFTYONE_DATABASE_NAME          = "fiftyone"
    })
    error_message = "the function's settings are others"
  }
  assert {
    condition     = [for s in jsondecode(aws_iam_role_policy.function.policy).Statement : s.Resource if s.Sid == "ReadDatabaseUri"] == [[var.database_secret]]
    error_message = "the secret, and no other, can be read"
  }
  assert {
    condition     = length(aws_s3_bucket.dataset) == 0
    error_message = "a bucket is created for a dataset that is elsewhere"
  }
}

run "settings_by_default" {
  assert {
    condition = aws_lambda_function.this.environment[0].variables == tomap({
      MEDIAFN_DATASET                 = "s3://traffic-dataset-1/dataset/"
      MEDIAFN_ALLOW                   = "s3://media-in/in/"
      FIFTYONE_MEDIA_CACHE_SIZE_BYTES = "-1"
    })
    error_message = "the function's settings are others"
  }
  assert {
    condition = (
      aws_lambda_function.this.handler == "io.mediafn.lambda.MediaHandler::handleRequest" &&
      aws_lambda_function.this.runtime == "java21" && aws_lambda_function.this.architectures == tolist(["arm64"])
    )
    error_message = "another handler, runtime or processor"
  }
  assert {
    condition     = aws_lambda_function.this.tracing_config[0].mode == "Active"
    error_message = "calls are not traced"
  }
}

run "notifications" {
  assert {
    condition = (
      aws_s3_bucket_notification.media["one"].queue[0].filter_prefix == "in/" &&
      toset(aws_s3_bucket_notification.media["one"].queue[0].events) == toset(["s3:ObjectCreated:*", "s3:ObjectRemoved:*"])
    )
    error_message = "the bucket doesn't tell of its objects"
  }
}

run "no_loop" {
  assert {
    condition     = keys(aws_s3_bucket_notification.media) == ["one"] && aws_s3_bucket_notification.media["one"].bucket == "media-in"
    error_message = "another bucket than those of the media starts the function"
  }
}

run "events_by_way_of_eventbridge" {
  variables {
    event_source  = "eventbridge"
    media_buckets = { one = { bucket = "media-in", prefixes = ["in/"] }, two = { bucket = "media-two" } }
  }
  assert {
    condition     = aws_s3_bucket_notification.media["one"].eventbridge && length(aws_s3_bucket_notification.media["one"].queue) == 0
    error_message = "the bucket doesn't tell EventBridge"
  }
  assert {
    condition = jsondecode(aws_cloudwatch_event_rule.media[0].event_pattern)["$or"] == [
      { detail = { bucket = { name = ["media-in"] }, object = { key = [{ prefix = "in/" }] } } },
      { detail = { bucket = { name = ["media-two"] } } },
    ]
    error_message = "the rule matches other objects"
  }
  assert {
    condition = (
      jsondecode(aws_sqs_queue_policy.events.policy).Statement[0].Principal == { Service = "events.amazonaws.com" } &&
      jsondecode(aws_sqs_queue_policy.events.policy).Statement[0].Condition.ArnEquals["aws:SourceArn"] == [aws_cloudwatch_event_rule.media[0].arn]
    )
    error_message = "the queue takes events of other rules"
  }
}

run "tags_everywhere" {
  assert {
    condition = alltrue([for tags in [
      aws_lambda_function.this.tags, aws_sqs_queue.events.tags, aws_sqs_queue.dead_letters.tags, aws_s3_bucket.dataset[0].tags,
      aws_iam_role.function.tags, aws_cloudwatch_log_group.function.tags, aws_lambda_event_source_mapping.events.tags,
      aws_cloudwatch_metric_alarm.dead_letters_depth.tags, aws_cloudwatch_metric_alarm.dead_letters_age.tags, aws_cloudwatch_metric_alarm.backlog_age.tags,
    ] : tags == tomap({ application = "mediafn", "mediafn:name" = "traffic", team = "vision" })])
    error_message = "something has no tags"
  }
}

run "records_outlive_the_function" {
  assert {
    condition     = aws_s3_bucket.dataset[0].force_destroy == false && aws_s3_bucket_versioning.dataset[0].versioning_configuration[0].status == "Enabled"
    error_message = "records can be lost"
  }
}

run "schedule" {
  variables {
    schedule = "rate(1 day)"
    pipeline = "{\"rules\":[],\"schedule\":[{\"operation\":\"compact\",\"dataset\":\"s3://traffic-dataset-1/dataset/\"}]}"
  }
  assert {
    condition     = aws_cloudwatch_event_rule.schedule[0].schedule_expression == "rate(1 day)" && aws_cloudwatch_event_target.schedule[0].arn == aws_lambda_function.this.arn
    error_message = "the schedule doesn't start the function when it should"
  }
  assert {
    condition     = aws_lambda_permission.schedule[0].principal == "events.amazonaws.com" && aws_lambda_permission.schedule[0].source_arn == aws_cloudwatch_event_rule.schedule[0].arn
    error_message = "others than the schedule may start the function"
  }
  assert {
    condition     = aws_lambda_function_event_invoke_config.schedule[0].destination_config[0].on_failure[0].destination == aws_sqs_queue.dead_letters.arn
    error_message = "a schedule that fails is forgotten"
  }
  assert {
    condition     = [for s in jsondecode(aws_iam_role_policy.function.policy).Statement : s.Resource if s.Sid == "BuryFailedSchedules"][0] == [aws_sqs_queue.dead_letters.arn]
    error_message = "the function can't write failed schedules to the dead letters, and nowhere else"
  }
  assert {
    condition     = [for s in jsondecode(aws_iam_role_policy.function.policy).Statement : s.Resource if contains(s.Action, "s3:DeleteObject")] == [["arn:aws:s3:::traffic-dataset-1/dataset/segments/*"]]
    error_message = "more, or less, than folded records may be deleted"
  }
  assert {
    condition     = aws_lambda_function.this.environment[0].variables.MEDIAFN_ALLOW == "s3://media-in/in/,s3://traffic-dataset-1/dataset/"
    error_message = "requests of the schedule can't name the dataset"
  }
  assert {
    condition     = aws_cloudwatch_event_rule.schedule[0].tags == tomap({ application = "mediafn", "mediafn:name" = "traffic", team = "vision" })
    error_message = "the schedule has no tags"
  }
}

run "no_schedule_by_default" {
  assert {
    condition     = length(aws_cloudwatch_event_rule.schedule) + length(aws_lambda_permission.schedule) + length(aws_lambda_function_event_invoke_config.schedule) == 0
    error_message = "a clock starts the function, though nobody asked for it"
  }
}

run "folding_where_http_may_ask_for_it" {
  variables {
    enable_http        = true
    allowed_operations = ["compact"]
  }
  assert {
    condition     = [for s in jsondecode(aws_iam_role_policy.function.policy).Statement : s.Resource if contains(s.Action, "s3:DeleteObject")] == [["arn:aws:s3:::traffic-dataset-1/dataset/segments/*"]]
    error_message = "folded records, and nothing else, can be deleted"
  }
  assert {
    condition     = !contains(flatten([for s in jsondecode(aws_iam_role_policy.function.policy).Statement : s.Resource if contains(s.Action, "s3:ListBucket")]), "arn:aws:s3:::media-in")
    error_message = "media may be listed though nothing asks for it"
  }
}
