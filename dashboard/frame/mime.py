"""What browsers are told a download is."""

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARQUET = "application/vnd.apache.parquet"
ARCHIVE = "application/zip"
