# Input that breaks a rule is refused before anything is created, with the variable's name.

mock_provider "azurerm" {}

variables {
  resource_group_name = "g"
  location            = "westeurope"
  name                = "traffic"
  artifact            = { path = "mediafn-azure-functions.zip" }
  media_buckets = {
    one = { bucket = "media-in", account_id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/media", prefixes = ["in/"] }
  }
}

run "a_quote_in_a_prefix" {
  command = plan
  variables {
    media_buckets = {
      one = { bucket = "media-in", account_id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/media", prefixes = ["in'/"] }
    }
  }
  expect_failures = [var.media_buckets]
}

run "two_containers_and_no_topic" {
  command = plan
  variables {
    media_buckets = {
      one = { bucket = "media-in", account_id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/media" }
      two = { bucket = "media-two", account_id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/media" }
    }
  }
  expect_failures = [var.media_buckets]
}

run "a_destination_that_starts_the_function_again" {
  command = plan
  variables {
    destinations = {
      two = { bucket = "media-in", account_id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/media", prefixes = ["in/copies/"] }
    }
  }
  expect_failures = [var.destinations]
}

run "the_whole_internet" {
  command = plan
  variables {
    enable_http        = true
    http_allowed_cidrs = ["0.0.0.0/0"]
  }
  expect_failures = [var.http_allowed_cidrs]
}

run "the_whole_internet_as_deployer" {
  command = plan
  variables {
    deployer_cidrs = ["0.0.0.0/0"]
  }
  expect_failures = [var.deployer_cidrs]
}

run "the_whole_tenant_as_invoker" {
  command = plan
  variables {
    enable_http    = true
    http_client_id = "0a1b2c3d-0000-0000-0000-000000000000"
  }
  expect_failures = [azurerm_function_app_flex_consumption.this]
}

run "everybody_as_invoker" {
  command = plan
  variables {
    enable_http   = true
    http_invokers = ["*"]
  }
  expect_failures = [var.http_invokers]
}

run "the_database_in_plain_text" {
  command = plan
  variables {
    database_secret = "mongodb://user:password@host/"
  }
  expect_failures = [var.database_secret]
}

run "a_dataset_of_fiftyone_without_its_database" {
  command = plan
  variables {
    dataset = "traffic"
  }
  expect_failures = [azurerm_function_app_flex_consumption.this]
}

run "jobs_without_their_account" {
  command = plan
  variables {
    jobs = "https://work.blob.core.windows.net/jobs/all/"
  }
  expect_failures = [var.jobs]
}

run "a_limit_that_flex_consumption_does_not_have" {
  command = plan
  variables {
    max_concurrency = 10
  }
  expect_failures = [var.max_concurrency]
}

run "a_schedule_in_the_notation_of_another_cloud" {
  command = plan
  variables {
    schedule = "0 3 * * *"
    pipeline = "{\"rules\":[],\"schedule\":[{\"operation\":\"list\"}]}"
  }
  expect_failures = [var.schedule]
}

run "a_schedule_without_requests" {
  command = plan
  variables {
    schedule = "0 0 3 * * *"
    pipeline = "{\"rules\":[]}"
  }
  expect_failures = [azurerm_function_app_flex_consumption.this]
}

run "a_schedule_without_a_pipeline" {
  command = plan
  variables {
    schedule = "0 0 3 * * *"
  }
  expect_failures = [azurerm_function_app_flex_consumption.this]
}
