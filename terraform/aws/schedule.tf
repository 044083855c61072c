# What runs without an event: the requests in the pipeline's "schedule".

locals {
  scheduled = var.schedule != ""
  # What lies in a file is known to the function alone, which fails where there are none.
  has_requests = try(length(jsondecode(var.pipeline).schedule) > 0, startswith(coalesce(var.pipeline, "-"), "s3://"))
}

resource "aws_cloudwatch_event_rule" "schedule" {
  count = local.scheduled ? 1 : 0

  name                = "${var.name}-schedule"
  description         = "When the requests in the pipeline's schedule run"
  schedule_expression = var.schedule
  tags                = local.tags

  lifecycle {
    precondition {
      condition     = local.has_requests
      error_message = "schedule says when the requests in the \"schedule\" of pipeline run, and pipeline has none."
    }
  }
}

# Without an input of its own: the function knows the event that EventBridge sends.
resource "aws_cloudwatch_event_target" "schedule" {
  count = local.scheduled ? 1 : 0

  rule = aws_cloudwatch_event_rule.schedule[0].name
  arn  = aws_lambda_function.this.arn
}

resource "aws_lambda_permission" "schedule" {
  count = local.scheduled ? 1 : 0

  statement_id  = "Schedule"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.this.function_name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.schedule[0].arn
}

# What a schedule starts is tried three times, and would then be forgotten.
resource "aws_lambda_function_event_invoke_config" "schedule" {
  count = local.scheduled ? 1 : 0

  function_name          = aws_lambda_function.this.function_name
  maximum_retry_attempts = 2

  destination_config {
    on_failure {
      destination = aws_sqs_queue.dead_letters.arn
    }
  }

  # Lambda asks whether the function may write there.
  depends_on = [aws_iam_role_policy.function]
}
