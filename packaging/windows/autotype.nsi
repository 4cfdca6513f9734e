; The installer for Windows, for one user and without an administrator. Not tried on Windows by us;
; that it compiles is looked at by `make test-package`.
;
;   makensis -DVERSION=0.1.0 -DPROGRAM=build\frozen\autotype -DOUTPUT=setup.exe autotype.nsi
;
; The folder is always the same one, so that taking all of it away cannot take anything else.

!include "LogicLib.nsh"

Unicode true
RequestExecutionLevel user
SetCompressor /SOLID lzma
Name "Autotype"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\Autotype"
ShowInstDetails nevershow
ShowUninstDetails nevershow
BrandingText "Autotype ${VERSION}"

!define LISTED "Software\Microsoft\Windows\CurrentVersion\Uninstall\Autotype"

VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Autotype"
VIAddVersionKey "FileDescription" "Private predictive text"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "Apache License 2.0"

Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

; Take the program away. Windows does not let go of a file that runs: then nothing is touched.
!macro TakeAway
  ClearErrors
  ${If} ${FileExists} "$INSTDIR\autotype.exe"
    Delete "$INSTDIR\autotype.exe"
    Delete "$INSTDIR\autotype-window.exe"
  ${EndIf}
  ${If} ${Errors}
    MessageBox MB_OK|MB_ICONEXCLAMATION "Autotype is still open; close it and try again." /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  RMDir /r "$INSTDIR"
!macroend

Section
  SetShellVarContext current
  StrCpy $INSTDIR "$LOCALAPPDATA\Programs\Autotype"
  ; Nothing of an earlier version stays.
  !insertmacro TakeAway
  SetOutPath "$INSTDIR"
  File /r "${PROGRAM}\*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortCut "$SMPROGRAMS\Autotype.lnk" "$INSTDIR\autotype-window.exe"
  WriteRegStr HKCU "${LISTED}" "DisplayName" "Autotype"
  WriteRegStr HKCU "${LISTED}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${LISTED}" "Publisher" "The Autotype developers"
  WriteRegStr HKCU "${LISTED}" "DisplayIcon" "$INSTDIR\autotype-window.exe"
  WriteRegStr HKCU "${LISTED}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${LISTED}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${LISTED}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${LISTED}" "NoModify" 1
  WriteRegDWORD HKCU "${LISTED}" "NoRepair" 1
SectionEnd

Section "Uninstall"
  SetShellVarContext current
  StrCpy $INSTDIR "$LOCALAPPDATA\Programs\Autotype"
  !insertmacro TakeAway
  Delete "$SMPROGRAMS\Autotype.lnk"
  DeleteRegKey HKCU "${LISTED}"
SectionEnd
