; Joined to electron-builder's NSIS script. SHELL_CONTEXT is the person's or the computer's part of the registry, as was
; chosen in the installer.

!macro customInstall
  WriteRegStr SHELL_CONTEXT "Software\Classes\deskfob" "" "URL:Deskfob pairing link"
  WriteRegStr SHELL_CONTEXT "Software\Classes\deskfob" "URL Protocol" ""
  WriteRegStr SHELL_CONTEXT "Software\Classes\deskfob\DefaultIcon" "" "$\"$INSTDIR\${APP_EXECUTABLE_FILENAME}$\",0"
  WriteRegStr SHELL_CONTEXT "Software\Classes\deskfob\shell\open\command" "" "$\"$INSTDIR\${APP_EXECUTABLE_FILENAME}$\" $\"%1$\""
!macroend

; An update runs the uninstaller, too, and must leave the links alone.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    DeleteRegKey SHELL_CONTEXT "Software\Classes\deskfob"
    ; What the app wrote for this person: the handler, the way back from notifications, and its start with the session.
    DeleteRegKey HKCU "Software\Classes\deskfob"
    DeleteRegKey HKCU "Software\Classes\CLSID\{5B0D9C3E-7C1B-4E0C-9D55-2C6B1E0A7F43}"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "dev.deskfob.app"
  ${endIf}
!macroend
