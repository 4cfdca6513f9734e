# Makes dist\autotype-VERSION-windows-ARCH-setup.exe. Not tried by us: we have no Windows.
#
#   powershell -ExecutionPolicy Bypass -File packaging\windows\build.ps1
#
# Needs Python 3.11 or newer as "python", git, and NSIS's "makensis" on the path. A certificate's
# thumbprint in AUTOTYPE_CERTIFICATE signs the programs and the installer with signtool.

$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..\..")

function Invoke-Tool {
    param([string] $Program, [string[]] $Arguments)
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) {
        throw "$Program has failed; what it said above tells why."
    }
}

function Add-Signature {
    param([string[]] $Files)
    if ($env:AUTOTYPE_CERTIFICATE) {
        $arguments = @("sign", "/sha1", $env:AUTOTYPE_CERTIFICATE, "/fd", "SHA256")
        $server = $env:AUTOTYPE_TIMESTAMPS
        if ($server) {
            $arguments += @("/tr", $server, "/td", "SHA256")
        }
        Invoke-Tool "signtool" ($arguments + $Files)
    }
}

foreach ($tool in @("python", "git", "makensis")) {
    if (-not (Get-Command $tool -ErrorAction SilentlyContinue)) {
        throw "There is no $tool on the path; install it and try again."
    }
}

$found = Select-String -Path pyproject.toml -Pattern '^version = "(.*)"' | Select-Object -First 1
$version = $found.Matches[0].Groups[1].Value
$env:SOURCE_DATE_EPOCH = (git log -1 --format=%ct)
$env:PYTHONHASHSEED = "0"
$env:AUTOTYPE_ROOT = (Get-Location).Path
$env:AUTOTYPE_RUNTIME = "cpu"

New-Item -ItemType Directory -Force build, dist | Out-Null
Invoke-Tool "python" @("-m", "venv", "--clear", "build\environment")
$python = "build\environment\Scripts\python.exe"
& $python packaging\requirements.py cpu | Set-Content -Encoding ascii build\requirements.txt
if ($LASTEXITCODE -ne 0) {
    throw "The requirements could not be listed."
}
Invoke-Tool $python @(
    "-m", "pip", "install", "--constraint", "packaging\constraints.txt", "--upgrade",
    "--requirement", "build\requirements.txt", "--requirement", "packaging\tools.txt", "pip"
)
Invoke-Tool $python @(
    "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR",
    "--distpath", "build\frozen", "--workpath", "build\pyinstaller", "packaging\autotype.spec"
)
$program = Join-Path (Get-Location).Path "build\frozen\autotype"
Invoke-Tool $python @("packaging\licences.py", "$program\licences.txt")
Add-Signature @("$program\autotype.exe", "$program\autotype-window.exe")
Invoke-Tool "$program\autotype.exe" @("--version")

$architecture = if ($env:PROCESSOR_ARCHITECTURE -eq "ARM64") { "arm64" } else { "x86_64" }
$output = Join-Path (Get-Location).Path "dist\autotype-$version-windows-$architecture-setup.exe"
Invoke-Tool "makensis" @(
    "/V2", "/DVERSION=$version", "/DPROGRAM=$program", "/DOUTPUT=$output",
    "packaging\windows\autotype.nsi"
)
Add-Signature @($output)
Get-FileHash -Algorithm SHA256 $output | Format-List
