# Azure has no metric of a queue's depth or age (only of a whole account's, once an hour), so these count what went in and
# came out, over two days, which is as far back as an alarm can look.
locals {
  alarms = {
    dead-letters = {
      text      = "${var.name} could not handle at least one event; terraform/azure/README.md says what to do with dead letters."
      frequency = "PT5M"
      window    = "PT15M"
      query     = <<-KQL
        StorageQueueLogs
        | where AccountName == "${azurerm_storage_account.data.name}" and Uri contains "/${azurerm_storage_queue.poison.name}/messages"
        | where OperationName == "PutMessage"
      KQL
    }
    dead-letters-age = {
      text      = "A dead letter of ${var.name} has been lying there for more than a day, and is lost after seven."
      frequency = "PT1H"
      window    = "P2D"
      query     = <<-KQL
        StorageQueueLogs
        | where AccountName == "${azurerm_storage_account.data.name}" and Uri contains "/${azurerm_storage_queue.poison.name}/messages"
        | summarize put = countif(OperationName == "PutMessage" and TimeGenerated < ago(1d)), deleted = countif(OperationName in ("DeleteMessage", "ClearMessages"))
        | where put > deleted
      KQL
    }
    backlog = {
      text      = "${var.name} is more than an hour behind its media containers, which is either a large upload (raise max_concurrency) or a function that fails (see its log)."
      frequency = "PT15M"
      window    = "P2D"
      query     = <<-KQL
        StorageQueueLogs
        | where AccountName == "${azurerm_storage_account.data.name}" and Uri contains "/${azurerm_storage_queue.events.name}/messages"
        | summarize put = countif(OperationName == "PutMessage" and TimeGenerated < ago(1h)), deleted = countif(OperationName in ("DeleteMessage", "ClearMessages"))
        | where put > deleted
      KQL
    }
  }
}

resource "azurerm_monitor_scheduled_query_rules_alert_v2" "this" {
  for_each = local.alarms

  name                    = "${var.name}-${each.key}"
  resource_group_name     = var.resource_group_name
  location                = var.location
  scopes                  = [azurerm_log_analytics_workspace.this.id]
  severity                = 1
  description             = each.value.text
  evaluation_frequency    = each.value.frequency
  window_duration         = each.value.window
  auto_mitigation_enabled = true
  skip_query_validation   = true # the table is there after the first event only
  tags                    = local.tags

  criteria {
    query                   = each.value.query
    time_aggregation_method = "Count"
    operator                = "GreaterThan"
    threshold               = 0
  }

  action {
    action_groups = var.alarm_targets
  }
}

# What Event Grid could not put into the queue.
resource "azurerm_monitor_metric_alert" "undelivered" {
  for_each = local.new_topics

  name                = "${var.name}-${each.key}-undelivered"
  resource_group_name = var.resource_group_name
  scopes              = [azurerm_eventgrid_system_topic.media[each.key].id]
  severity            = 1
  description         = "Event Grid could not put an event of ${var.name} into the queue; it lies in the container dead-letters."
  frequency           = "PT5M"
  window_size         = "PT15M"
  tags                = local.tags

  criteria {
    metric_namespace = "Microsoft.EventGrid/systemTopics"
    metric_name      = "DeadLetteredCount"
    aggregation      = "Total"
    operator         = "GreaterThan"
    threshold        = 0
  }

  dynamic "action" {
    for_each = var.alarm_targets
    content {
      action_group_id = action.value
    }
  }
}
