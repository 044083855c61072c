resource "aws_cloudwatch_metric_alarm" "dead_letters_depth" {
  alarm_name          = "${var.name}-dead-letters"
  alarm_description   = "${var.name} could not handle at least one message; terraform/aws/README.md says what to do with dead letters."
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = aws_sqs_queue.dead_letters.name }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching" # SQS reports nothing for a queue that nobody has used for hours
  alarm_actions       = var.alarm_targets
  ok_actions          = var.alarm_targets
  tags                = local.tags
}

resource "aws_cloudwatch_metric_alarm" "dead_letters_age" {
  alarm_name          = "${var.name}-dead-letters-age"
  alarm_description   = "A dead letter of ${var.name} is older than a week, and is lost after two."
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  dimensions          = { QueueName = aws_sqs_queue.dead_letters.name }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 604800
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_targets
  ok_actions          = var.alarm_targets
  tags                = local.tags
}

resource "aws_cloudwatch_metric_alarm" "backlog_age" {
  alarm_name          = "${var.name}-backlog"
  alarm_description   = "${var.name} is behind its media buckets, which is either a large upload (raise max_concurrency) or a function that fails (see its log)."
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  dimensions          = { QueueName = aws_sqs_queue.events.name }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 3
  threshold           = max(3600, local.max_receives * local.visibility_seconds) # more than a single bad message takes to its dead letter
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_targets
  ok_actions          = var.alarm_targets
  tags                = local.tags
}
