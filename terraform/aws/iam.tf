locals {
  s3 = "arn:${data.aws_partition.this.partition}:s3:::"

  # What the operations that HTTP may call, and the rules of the pipeline, need beyond measuring new objects.
  # A pipeline, too: a rule for copies or deletions has to tell what is absent (404) from what may not be read (403).
  lists   = var.pipeline != null || length(setsubtract(local.operations, ["compact", "stat"])) > 0
  deletes = length(setintersection(local.operations, ["delete", "migrate", "move"])) > 0
  # Relinking and unregistering read the dataset; measuring alone never does.
  reads_dataset = local.dataset_in_store && (var.pipeline != null || length(local.operations) > 0)
  # Folding records deletes the files that were folded.
  folds_records = local.dataset_in_store && (local.scheduled || contains(local.operations, "compact"))

  dataset_objects = local.dataset_in_store ? "${local.s3}${trimprefix(local.dataset, "s3://")}" : ""
  jobs_objects    = var.jobs == null ? "" : "${local.s3}${trimprefix(var.jobs, "s3://")}"

  # Bucket and prefix of everything that may be listed.
  listed = concat(
    local.lists ? concat(local.media, local.destinations) : [],
    [for location in compact([local.reads_dataset ? local.dataset : "", var.jobs]) : {
      bucket = split("/", location)[2]
      prefix = trimprefix(location, "s3://${split("/", location)[2]}/")
    }],
  )

  keys = distinct(compact(concat([var.kms_key], values(var.media_buckets)[*].kms_key, values(var.destinations)[*].kms_key)))

  statements = concat(
    # Without s3:ListBucket, S3 answers 403 and not 404 for an object that is gone; it is given only where listing is asked for.
    [{
      Sid      = "ReadMedia"
      Effect   = "Allow"
      Action   = length(local.destinations) > 0 ? ["s3:GetObject", "s3:GetObjectTagging"] : ["s3:GetObject"]
      Resource = [for place in local.media : "${local.s3}${place.bucket}/${place.prefix}*"]
    }],
    [for place in local.listed : {
      Sid       = "List${substr(sha256("${place.bucket}/${place.prefix}"), 0, 12)}"
      Effect    = "Allow"
      Action    = ["s3:ListBucket"]
      Resource  = ["${local.s3}${place.bucket}"]
      Condition = { StringLike = { "s3:prefix" = ["${place.prefix}*"] } }
    }],
    [for actions in local.deletes ? [["s3:DeleteObject"]] : [] : {
      Sid      = "DeleteMedia"
      Effect   = "Allow"
      Action   = actions
      Resource = [for place in concat(local.media, local.destinations) : "${local.s3}${place.bucket}/${place.prefix}*"]
    }],
    # Reading, too: a copy is compared with what lies there, and proven afterwards.
    [for actions in length(local.destinations) > 0 ? [["s3:GetObject", "s3:GetObjectTagging", "s3:PutObject", "s3:PutObjectTagging", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"]] : [] : {
      Sid      = "WriteDestinations"
      Effect   = "Allow"
      Action   = actions
      Resource = [for place in local.destinations : "${local.s3}${place.bucket}/${place.prefix}*"]
    }],
    # Uploads that were cut off are found again by it. S3 knows no condition that limits it to a prefix.
    [for actions in length(local.destinations) > 0 ? [["s3:ListBucketMultipartUploads"]] : [] : {
      Sid      = "FindAbandonedUploads"
      Effect   = "Allow"
      Action   = actions
      Resource = distinct([for place in var.destinations : "${local.s3}${place.bucket}"])
    }],
    [for actions in local.dataset_in_store ? [["s3:PutObject"]] : [] : {
      Sid      = "WriteRecords"
      Effect   = "Allow"
      Action   = actions
      Resource = ["${local.dataset_objects}segments/*"]
    }],
    [for actions in local.folds_records ? [["s3:DeleteObject"]] : [] : {
      Sid      = "FoldRecords"
      Effect   = "Allow"
      Action   = actions
      Resource = ["${local.dataset_objects}segments/*"]
    }],
    [for actions in local.reads_dataset ? [["s3:GetObject"]] : [] : {
      Sid      = "ReadRecords"
      Effect   = "Allow"
      Action   = actions
      Resource = ["${local.dataset_objects}*"]
    }],
    [for actions in var.jobs == null ? [] : [["s3:GetObject", "s3:PutObject"]] : {
      Sid      = "KeepJobs"
      Effect   = "Allow"
      Action   = actions
      Resource = ["${local.jobs_objects}*"]
    }],
    [for actions in local.scheduled ? [["sqs:SendMessage"]] : [] : {
      Sid      = "BuryFailedSchedules"
      Effect   = "Allow"
      Action   = actions
      Resource = [aws_sqs_queue.dead_letters.arn]
    }],
    [for location in startswith(coalesce(var.pipeline, "-"), "s3://") ? [var.pipeline] : [] : {
      Sid      = "ReadPipeline"
      Effect   = "Allow"
      Action   = ["s3:GetObject"]
      Resource = ["${local.s3}${trimprefix(location, "s3://")}"]
    }],
    [
      {
        Sid      = "TakeEvents"
        Effect   = "Allow"
        Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
        Resource = [aws_sqs_queue.events.arn]
      },
      {
        Sid    = "WriteOwnLog"
        Effect = "Allow"
        # The group exists (logs.tf), so it needn't be created.
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["${aws_cloudwatch_log_group.function.arn}:*"]
      },
      {
        Sid      = "Trace"
        Effect   = "Allow"
        Action   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
        Resource = ["*"] # X-Ray knows no narrower resource for these two
      },
    ],
    [for keys in length(local.keys) > 0 ? [local.keys] : [] : {
      Sid       = "UseKeysThroughS3"
      Effect    = "Allow"
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = keys
      Condition = { StringLike = { "kms:ViaService" = "s3.*.amazonaws.com" } }
    }],
    [for secret in var.database_secret == null ? [] : [var.database_secret] : {
      Sid      = "ReadDatabaseUri"
      Effect   = "Allow"
      Action   = ["secretsmanager:GetSecretValue"]
      Resource = [secret]
    }],
  )
}

resource "aws_iam_role" "function" {
  name_prefix = "${var.name}-"
  description = "What the function ${var.name} may do"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
  tags = local.tags
}

resource "aws_iam_role_policy" "function" {
  name   = "function"
  role   = aws_iam_role.function.name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.statements })
}

# Lambda wants both actions of whoever calls a function URL; the condition keeps the second from meaning direct calls.
resource "aws_iam_policy" "http_caller" {
  count = var.enable_http ? 1 : 0

  name_prefix = "${var.name}-http-caller-"
  description = "Lets call the function ${var.name} by HTTP"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "CallUrl"
        Effect    = "Allow"
        Action    = ["lambda:InvokeFunctionUrl"]
        Resource  = [local.invoked]
        Condition = { StringEquals = { "lambda:FunctionUrlAuthType" = "AWS_IAM" } }
      },
      {
        Sid       = "CallThroughUrlOnly"
        Effect    = "Allow"
        Action    = ["lambda:InvokeFunction"]
        Resource  = [local.invoked]
        Condition = { Bool = { "lambda:InvokedViaFunctionUrl" = "true" } }
      },
    ]
  })
  tags = local.tags
}

resource "aws_iam_role_policy_attachment" "http_caller" {
  for_each = var.enable_http ? toset(var.http_invokers) : toset([])

  role       = each.key
  policy_arn = aws_iam_policy.http_caller[0].arn
}
