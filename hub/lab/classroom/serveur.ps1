# Sert le site a cet ordinateur seulement, la ou Python manque : PowerShell fait partie de Windows.
# Lance par demarrer.bat. Rien n'est ecrit ; seules les demandes GET et HEAD recoivent une reponse.
param([int]$Port = 8000)
$ErrorActionPreference = 'Stop'
if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
  Write-Host 'PowerShell est restreint sur cet ordinateur : il ne peut pas servir le site.'
  exit 1
}
$root = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot 'hub'))
if (-not (Test-Path -LiteralPath (Join-Path $root 'index.html'))) {
  Write-Host "Le dossier « hub » n'est pas à côté de serveur.ps1 : copiez le dossier en entier."
  exit 1
}
$types = @{
  '.css' = 'text/css; charset=utf-8'; '.csv' = 'text/csv; charset=utf-8'; '.html' = 'text/html; charset=utf-8'; '.ico' = 'image/x-icon'
  '.ics' = 'text/calendar; charset=utf-8'; '.ipynb' = 'application/json'; '.js' = 'text/javascript; charset=utf-8'
  '.json' = 'application/json'; '.map' = 'application/json'; '.mjs' = 'text/javascript; charset=utf-8'; '.pdf' = 'application/pdf'; '.png' = 'image/png'
  '.svg' = 'image/svg+xml'; '.txt' = 'text/plain; charset=utf-8'; '.wasm' = 'application/wasm'
  '.webmanifest' = 'application/manifest+json'; '.whl' = 'application/zip'; '.woff2' = 'font/woff2'
  '.xlsx' = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'; '.xml' = 'application/xml'; '.zip' = 'application/zip'
}
$workerPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; base-uri 'none'; form-action 'none'"

# Le premier port libre a partir du port voulu.
$listener = $null
foreach ($candidate in $Port..($Port + 20)) {
  try {
    $listener = New-Object System.Net.Sockets.TcpListener ([System.Net.IPAddress]::Loopback, $candidate)
    $listener.ExclusiveAddressUse = $true
    $listener.Start(64)
    break
  } catch { $listener = $null }
}
if ($null -eq $listener) { Write-Host "Aucun port libre entre $Port et $($Port + 20)."; exit 1 }
$address = "http://127.0.0.1:$candidate/"
Write-Host "Sur cet ordinateur : $address"
Write-Host 'Fermez cette fenêtre pour arrêter.'
Start-Process $address

function Send-Answer($stream, [string]$status, [hashtable]$headers, [string]$file, [bool]$withBody) {
  $length = if ($file) { (Get-Item -LiteralPath $file).Length } else { 0 }
  $lines = @("HTTP/1.1 $status", "Content-Length: $length", 'Connection: close', 'X-Content-Type-Options: nosniff', 'Referrer-Policy: no-referrer')
  foreach ($key in $headers.Keys) { $lines += "${key}: $($headers[$key])" }
  $head = [Text.Encoding]::ASCII.GetBytes(($lines -join "`r`n") + "`r`n`r`n")
  $stream.Write($head, 0, $head.Length)
  if ($file -and $withBody) {
    $content = [IO.File]::OpenRead($file)
    try { $content.CopyTo($stream) } finally { $content.Dispose() }
  }
}

# Un navigateur ouvre des connexions d'avance : seule celle qui demande quelque chose est servie, les autres attendent.
$waiting = New-Object System.Collections.ArrayList
while ($true) {
  while ($waiting.Count -eq 0 -or $listener.Pending()) { [void]$waiting.Add($listener.AcceptTcpClient()) }
  $client = $null
  foreach ($one in $waiting) {
    if ($one.Client.Poll(0, [System.Net.Sockets.SelectMode]::SelectRead)) { $client = $one; break }
  }
  if ($null -eq $client) { Start-Sleep -Milliseconds 10; continue }
  $waiting.Remove($client)
  try {
    $client.ReceiveTimeout = 3000
    $client.SendTimeout = 30000
    $stream = $client.GetStream()
    $reader = New-Object IO.StreamReader ($stream, [Text.Encoding]::ASCII, $false, 8192, $true)
    $request = $reader.ReadLine()
    while (($line = $reader.ReadLine()) -ne $null -and $line -ne '') { }
    if ($request -notmatch '^(GET|HEAD) (/\S*) HTTP/1\.[01]$') { Send-Answer $stream '405 Method Not Allowed' @{} '' $false; continue }
    $method = $Matches[1]
    $path = [Uri]::UnescapeDataString(($Matches[2] -split '[?#]')[0])
    if ($path -match '[\\:\x00]' -or $path -match '(^|/)\.\.(/|$)') { Send-Answer $stream '404 Not Found' @{} '' $false; continue }
    $file = [IO.Path]::GetFullPath((Join-Path $root $path.TrimStart('/').Replace('/', '\')))
    $inside = $file -eq $root -or $file.StartsWith($root + '\', [StringComparison]::OrdinalIgnoreCase)
    if ($inside -and (Test-Path -LiteralPath $file -PathType Container)) {
      if (-not $path.EndsWith('/')) {
        Send-Answer $stream '301 Moved Permanently' @{ 'Location' = ([Uri]::EscapeUriString($path) + '/') } '' $false
        continue
      }
      $file = Join-Path $file 'index.html'
    }
    if (-not $inside -or -not (Test-Path -LiteralPath $file -PathType Leaf)) {
      Send-Answer $stream '404 Not Found' @{ 'Content-Type' = $types['.html'] } (Join-Path $root '404.html') ($method -eq 'GET')
      continue
    }
    $type = $types[[IO.Path]::GetExtension($file).ToLowerInvariant()]
    if (-not $type) { $type = 'application/octet-stream' }
    $headers = @{ 'Content-Type' = $type; 'Cache-Control' = 'no-cache' }
    if ('worker.js', 'sw.js' -contains [IO.Path]::GetFileName($file)) { $headers['Content-Security-Policy'] = $workerPolicy }
    Send-Answer $stream '200 OK' $headers $file ($method -eq 'GET')
  } catch { } finally { $client.Close() }
}
